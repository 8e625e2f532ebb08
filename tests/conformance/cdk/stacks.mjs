// Writes twelve stacks of different kinds as the AWS CDK synthesises them, one file a stack.
//   node stacks.mjs NODE_MODULES FOLDER
// Nothing in them carries code of the CDK's own: what would (notifications of buckets, log retention
// by a function) is left out.
import { createRequire } from 'node:module';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [modules, folder] = process.argv.slice(2);
const load = createRequire(join(resolve(modules), 'index.js'));
const cdk = load('aws-cdk-lib');
const service = (name) => load(`aws-cdk-lib/aws-${name}`);
const [ec2, elb, rds, ecs, lambda, sqs, sns, dynamodb, s3, cloudfront, origins, apigateway, apigatewayv2,
  events, targets, stepfunctions, tasks, cognito, iam, kms, autoscaling, elasticache, route53, acm, wafv2,
  kinesis, logs, cloudwatch, codebuild, batch, efs, opensearch, msk, redshift, glue, secrets, backup,
  ecr, subscriptions, integrations, sources, budgets] = [
  'ec2', 'elasticloadbalancingv2', 'rds', 'ecs', 'lambda', 'sqs', 'sns', 'dynamodb', 's3', 'cloudfront',
  'cloudfront-origins', 'apigateway', 'apigatewayv2', 'events', 'events-targets', 'stepfunctions',
  'stepfunctions-tasks', 'cognito', 'iam', 'kms', 'autoscaling', 'elasticache', 'route53',
  'certificatemanager', 'wafv2', 'kinesis', 'logs', 'cloudwatch', 'codebuild', 'batch', 'efs',
  'opensearchservice', 'msk', 'redshift', 'glue', 'secretsmanager', 'backup', 'ecr',
  'sns-subscriptions', 'apigatewayv2-integrations', 'lambda-event-sources', 'budgets'].map(service);

const out = mkdtempSync(join(tmpdir(), 'stacks-'));
const app = new cdk.App({ outdir: out, analyticsReporting: false });
const synthesizer = () => new cdk.LegacyStackSynthesizer();
const stack = (name, build) => {
  const made = new cdk.Stack(app, name, { synthesizer: synthesizer() });
  build(made);
};
const inline = (scope, id, more = {}) => new lambda.Function(scope, id, {
  runtime: lambda.Runtime.PYTHON_3_13, handler: 'index.run',
  code: lambda.Code.fromInline('def run(event, context): return event'), ...more });

stack('ThreeTier', (s) => {
  const vpc = new ec2.Vpc(s, 'Net', { maxAzs: 2, natGateways: 1, subnetConfiguration: [
    { name: 'web', subnetType: ec2.SubnetType.PUBLIC }, { name: 'app', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
    { name: 'data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
  const fleet = new autoscaling.AutoScalingGroup(s, 'Fleet', { vpc, minCapacity: 2, maxCapacity: 6, requireImdsv2: true,
    instanceType: new ec2.InstanceType('t3.small'), machineImage: ec2.MachineImage.latestAmazonLinux2023() });
  const balancer = new elb.ApplicationLoadBalancer(s, 'Front', { vpc, internetFacing: true });
  balancer.addListener('Http', { port: 80, open: true }).addTargets('Fleet', { port: 8080, targets: [fleet], healthCheck: { path: '/health' } });
  fleet.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60 });
  const db = new rds.DatabaseInstance(s, 'Orders', { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, multiAz: true, storageEncrypted: true,
    engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 }), instanceType: new ec2.InstanceType('t3.medium') });
  db.connections.allowDefaultPortFrom(fleet);
  new elasticache.CfnSubnetGroup(s, 'CacheNets', { description: 'cache', subnetIds: vpc.isolatedSubnets.map((n) => n.subnetId) });
});

stack('Fargate', (s) => {
  const vpc = new ec2.Vpc(s, 'Net', { maxAzs: 2 });
  const cluster = new ecs.Cluster(s, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENABLED });
  const task = new ecs.FargateTaskDefinition(s, 'Task', { cpu: 512, memoryLimitMiB: 1024 });
  task.addContainer('web', { image: ecs.ContainerImage.fromRegistry('public.ecr.aws/docker/library/nginx:stable'),
    portMappings: [{ containerPort: 80 }], logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'web' }) });
  const web = new ecs.FargateService(s, 'Web', { cluster, taskDefinition: task, desiredCount: 2, circuitBreaker: { rollback: true }, minHealthyPercent: 100 });
  const balancer = new elb.NetworkLoadBalancer(s, 'Front', { vpc, internetFacing: true });
  balancer.addListener('Tcp', { port: 80 }).addTargets('Web', { port: 80, targets: [web] });
  web.autoScaleTaskCount({ maxCapacity: 8 }).scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 70 });
  web.connections.allowFromAnyIpv4(ec2.Port.tcp(80));
});

stack('RestApi', (s) => {
  const table = new dynamodb.TableV2(s, 'Items', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } });
  const work = inline(s, 'Work', { environment: { TABLE: table.tableName }, tracing: lambda.Tracing.ACTIVE });
  table.grantReadWriteData(work);
  const api = new apigateway.RestApi(s, 'Api', { deployOptions: { stageName: 'v1', tracingEnabled: true } });
  const items = api.root.addResource('items');
  items.addMethod('GET', new apigateway.LambdaIntegration(work), { apiKeyRequired: true });
  items.addResource('{id}').addMethod('ANY', new apigateway.LambdaIntegration(work));
  const plan = api.addUsagePlan('Plan', { throttle: { rateLimit: 10, burstLimit: 2 } });
  plan.addApiKey(api.addApiKey('Key'));
  plan.addApiStage({ stage: api.deploymentStage });
});

stack('HttpApi', (s) => {
  const users = new cognito.UserPool(s, 'Users', { selfSignUpEnabled: true, mfa: cognito.Mfa.OPTIONAL });
  users.addClient('Web', { authFlows: { userSrp: true } });
  const authorizers = service('apigatewayv2-authorizers');
  const api = new apigatewayv2.HttpApi(s, 'Api', { corsPreflight: { allowOrigins: ['https://www.example.com'], allowMethods: [apigatewayv2.CorsHttpMethod.GET] } });
  api.addRoutes({ path: '/me', methods: [apigatewayv2.HttpMethod.GET], integration: new integrations.HttpLambdaIntegration('Me', inline(s, 'Me')),
    authorizer: new authorizers.HttpUserPoolAuthorizer('People', users) });
  new wafv2.CfnWebACL(s, 'Wall', { scope: 'REGIONAL', defaultAction: { allow: {} }, visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'wall', sampledRequestsEnabled: true },
    rules: [{ name: 'rate', priority: 1, action: { block: {} }, statement: { rateBasedStatement: { limit: 1000, aggregateKeyType: 'IP' } },
      visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'rate', sampledRequestsEnabled: true } }] });
});

stack('StaticSite', (s) => {
  const site = new s3.Bucket(s, 'Site', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL, enforceSSL: true, encryption: s3.BucketEncryption.S3_MANAGED });
  const zone = new route53.PublicHostedZone(s, 'Zone', { zoneName: 'example.com' });
  const cdn = new cloudfront.Distribution(s, 'Cdn', { defaultRootObject: 'index.html', domainNames: ['www.example.com'],
    certificate: acm.Certificate.fromCertificateArn(s, 'Cert', 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555'),
    defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(site), viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      functionAssociations: [{ eventType: cloudfront.FunctionEventType.VIEWER_REQUEST, function: new cloudfront.Function(s, 'Add', { code: cloudfront.FunctionCode.fromInline('function handler(e) { return e.request; }') }) }] },
    additionalBehaviors: { '/api/*': { origin: new origins.HttpOrigin('api.example.com'), allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL, cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED } } });
  const alias = service('route53-targets');
  new route53.ARecord(s, 'Www', { zone, recordName: 'www', target: route53.RecordTarget.fromAlias(new alias.CloudFrontTarget(cdn)) });
  new route53.AaaaRecord(s, 'Www6', { zone, recordName: 'www', target: route53.RecordTarget.fromAlias(new alias.CloudFrontTarget(cdn)) });
});

stack('Messages', (s) => {
  const key = new kms.Key(s, 'Key', { enableKeyRotation: true });
  const topic = new sns.Topic(s, 'News', { masterKey: key });
  const lost = new sqs.Queue(s, 'Lost', { retentionPeriod: cdk.Duration.days(14) });
  const jobs = new sqs.Queue(s, 'Jobs', { deadLetterQueue: { queue: lost, maxReceiveCount: 3 }, encryptionMasterKey: key, visibilityTimeout: cdk.Duration.minutes(3) });
  topic.addSubscription(new subscriptions.SqsSubscription(jobs, { rawMessageDelivery: true }));
  const stream = new kinesis.Stream(s, 'Clicks', { shardCount: 2 });
  const work = inline(s, 'Work', { timeout: cdk.Duration.seconds(30) });
  work.addEventSource(new sources.SqsEventSource(jobs, { batchSize: 5, reportBatchItemFailures: true }));
  work.addEventSource(new sources.KinesisEventSource(stream, { startingPosition: lambda.StartingPosition.LATEST }));
  new events.Rule(s, 'Nightly', { schedule: events.Schedule.cron({ hour: '3', minute: '0' }), targets: [new targets.LambdaFunction(work, { deadLetterQueue: lost })] });
  new sqs.Queue(s, 'Ordered', { fifo: true, contentBasedDeduplication: true });
});

stack('Workflow', (s) => {
  const check = new tasks.LambdaInvoke(s, 'Check', { lambdaFunction: inline(s, 'Checker'), outputPath: '$.Payload' });
  const topic = new sns.Topic(s, 'Done');
  const tell = new tasks.SnsPublish(s, 'Tell', { topic, message: stepfunctions.TaskInput.fromJsonPathAt('$') });
  const wait = new stepfunctions.Wait(s, 'Pause', { time: stepfunctions.WaitTime.duration(cdk.Duration.seconds(5)) });
  new stepfunctions.StateMachine(s, 'Flow', { tracingEnabled: true, timeout: cdk.Duration.minutes(5),
    definitionBody: stepfunctions.DefinitionBody.fromChainable(check.next(wait).next(new stepfunctions.Choice(s, 'Good')
      .when(stepfunctions.Condition.booleanEquals('$.ok', true), tell).otherwise(new stepfunctions.Fail(s, 'Bad')))),
    logs: { destination: new logs.LogGroup(s, 'Log', { retention: logs.RetentionDays.ONE_MONTH }), level: stepfunctions.LogLevel.ALL } });
});

stack('Aurora', (s) => {
  const vpc = new ec2.Vpc(s, 'Net', { maxAzs: 3, natGateways: 0, subnetConfiguration: [{ name: 'data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
  const cluster = new rds.DatabaseCluster(s, 'Orders', { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, storageEncrypted: true,
    engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_6 }), serverlessV2MinCapacity: 0.5, serverlessV2MaxCapacity: 4,
    writer: rds.ClusterInstance.serverlessV2('writer'), readers: [rds.ClusterInstance.serverlessV2('reader', { scaleWithWriter: true })] });
  cluster.addProxy('Pool', { vpc, secrets: [cluster.secret], requireTLS: true });
  new elasticache.CfnServerlessCache(s, 'Cache', { engine: 'valkey', serverlessCacheName: 'orders', subnetIds: vpc.isolatedSubnets.map((n) => n.subnetId) });
  vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
  vpc.addInterfaceEndpoint('Secrets', { service: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER });
  new backup.BackupPlan(s, 'Plan', { backupPlanRules: [backup.BackupPlanRule.daily()] }).addSelection('All', { resources: [backup.BackupResource.fromTag('backup', 'yes')] });
});

stack('Hybrid', (s) => {
  const vpc = new ec2.Vpc(s, 'Net', { maxAzs: 2, ipProtocol: ec2.IpProtocol.DUAL_STACK, natGateways: 1, vpnGateway: true,
    subnetConfiguration: [{ name: 'web', subnetType: ec2.SubnetType.PUBLIC }, { name: 'app', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }] });
  vpc.addVpnConnection('Office', { ip: '192.0.2.1', staticRoutes: ['198.51.100.0/24'] });
  vpc.addFlowLog('Flows');
  const gateway = new ec2.CfnTransitGateway(s, 'Hub', {});
  new ec2.CfnTransitGatewayAttachment(s, 'Joined', { vpcId: vpc.vpcId, transitGatewayId: gateway.ref, subnetIds: vpc.privateSubnets.map((n) => n.subnetId) });
  const acl = new ec2.NetworkAcl(s, 'Acl', { vpc, subnetSelection: { subnetType: ec2.SubnetType.PUBLIC } });
  acl.addEntry('In', { cidr: ec2.AclCidr.anyIpv4(), ruleNumber: 100, traffic: ec2.AclTraffic.tcpPort(443), direction: ec2.TrafficDirection.INGRESS });
  acl.addEntry('Out', { cidr: ec2.AclCidr.anyIpv4(), ruleNumber: 100, traffic: ec2.AclTraffic.tcpPortRange(1024, 65535), direction: ec2.TrafficDirection.EGRESS });
  const bastion = new ec2.BastionHostLinux(s, 'Bastion', { vpc, requireImdsv2: true });
  bastion.connections.allowFrom(ec2.Peer.ipv4('198.51.100.0/24'), ec2.Port.tcp(22));
  new route53.PrivateHostedZone(s, 'Zone', { zoneName: 'shop.internal', vpc });
});

stack('Analytics', (s) => {
  const vpc = new ec2.Vpc(s, 'Net', { maxAzs: 2, natGateways: 1 });
  new opensearch.Domain(s, 'Search', { version: opensearch.EngineVersion.OPENSEARCH_2_19, vpc, vpcSubnets: [{ subnets: [vpc.privateSubnets[0]] }],
    capacity: { dataNodes: 1, dataNodeInstanceType: 'r6g.large.search', multiAzWithStandbyEnabled: false }, encryptionAtRest: { enabled: true }, nodeToNodeEncryption: true });
  const group = new ec2.SecurityGroup(s, 'Group', { vpc, description: 'brokers' });
  group.addIngressRule(group, ec2.Port.tcp(9094));
  new msk.CfnCluster(s, 'Log', { clusterName: 'log', kafkaVersion: '3.6.0', numberOfBrokerNodes: 2,
    brokerNodeGroupInfo: { clientSubnets: vpc.privateSubnets.map((n) => n.subnetId), instanceType: 'kafka.m5.large', securityGroups: [group.securityGroupId] } });
  new redshift.CfnClusterSubnetGroup(s, 'Nets', { description: 'warehouse', subnetIds: vpc.privateSubnets.map((n) => n.subnetId) });
  new glue.CfnDatabase(s, 'Lake', { catalogId: cdk.Aws.ACCOUNT_ID, databaseInput: { name: 'lake' } });
  const files = new efs.FileSystem(s, 'Files', { vpc, encrypted: true });
  files.addAccessPoint('Point', { path: '/data', createAcl: { ownerGid: '1000', ownerUid: '1000', permissions: '750' } });
});

stack('Builds', (s) => {
  const vpc = new ec2.Vpc(s, 'Net', { maxAzs: 2, natGateways: 1 });
  const images = new ecr.Repository(s, 'Images', { imageScanOnPush: true, lifecycleRules: [{ maxImageCount: 20 }] });
  const project = new codebuild.Project(s, 'Build', { vpc, environment: { buildImage: codebuild.LinuxBuildImage.STANDARD_7_0, privileged: true },
    buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2', phases: { build: { commands: ['make'] } } }), environmentVariables: { IMAGES: { value: images.repositoryUri } } });
  images.grantPullPush(project);
  const queue = new batch.JobQueue(s, 'Queue', { computeEnvironments: [{ order: 1, computeEnvironment: new batch.FargateComputeEnvironment(s, 'Place', { vpc, maxvCpus: 16 }) }] });
  new batch.EcsJobDefinition(s, 'Job', { container: new batch.EcsFargateContainerDefinition(s, 'Box', { image: ecs.ContainerImage.fromRegistry('public.ecr.aws/docker/library/busybox'), memory: cdk.Size.gibibytes(1), cpu: 0.5 }) });
  new events.Rule(s, 'Nightly', { schedule: events.Schedule.rate(cdk.Duration.days(1)), targets: [new targets.CodeBuildProject(project)] });
  new cdk.CfnOutput(s, 'QueueArn', { value: queue.jobQueueArn });
});

stack('Watched', (s) => {
  const work = inline(s, 'Work', { reservedConcurrentExecutions: 5 });
  const live = new lambda.Alias(s, 'Live', { aliasName: 'live', version: work.currentVersion });
  live.addAutoScaling({ minCapacity: 1, maxCapacity: 10 }).scaleOnUtilization({ utilizationTarget: 0.7 });
  work.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM });
  const topic = new sns.Topic(s, 'Pager');
  const actions = service('cloudwatch-actions');
  const errors = work.metricErrors().createAlarm(s, 'Errors', { threshold: 1, evaluationPeriods: 1 });
  errors.addAlarmAction(new actions.SnsAction(topic));
  new cloudwatch.Dashboard(s, 'Board', { widgets: [[new cloudwatch.GraphWidget({ left: [work.metricDuration({ statistic: 'p99' })] })]] });
  new cloudwatch.CompositeAlarm(s, 'All', { alarmRule: cloudwatch.AlarmRule.anyOf(errors) });
  const secret = new secrets.Secret(s, 'Secret', { generateSecretString: { excludePunctuation: true } });
  secret.grantRead(work);
  new budgets.CfnBudget(s, 'Budget', { budget: { budgetType: 'COST', timeUnit: 'MONTHLY', budgetLimit: { amount: 100, unit: 'USD' } } });
  new iam.Role(s, 'Reader', { assumedBy: new iam.AccountRootPrincipal(), managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')], maxSessionDuration: cdk.Duration.hours(2) });
});

app.synth();
mkdirSync(folder, { recursive: true });
for (const file of readdirSync(out).filter((name) => name.endsWith('.template.json')).sort()) {
  const template = JSON.parse(readFileSync(join(out, file), 'utf8'));
  // One resource a line, so that a change shows as one.
  const sections = Object.entries(template).map(([section, entries]) => {
    const lines = Object.entries(entries).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
    return `${JSON.stringify(section)}:{\n${lines.join(',\n')}\n}`;
  });
  writeFileSync(join(folder, file.replace('.template', '')), `{\n${sections.join(',\n')}\n}\n`);
}
rmSync(out, { recursive: true });
