#!/usr/bin/env python3
"""Writes what AWS's own transform makes of the inputs, from the PyPI package aws-sam-translator.

    python3 transform.py [--output FILE]

Each line of the file is one resource, as JSON: the input, its logical id, type and the properties that
matter to who reaches what and who may do what. A logical id that ends in a hash is written as SAM lets
it be referred to (`Greet.Version`). The same package gives the same bytes.
"""
import argparse
import json
import logging
import os
import pathlib
import re
import sys

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
logging.disable(logging.CRITICAL)

import samtranslator
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

HERE = pathlib.Path(__file__).resolve().parent
CODE = ("CodeUri", "ContentUri", "DefinitionUri")

# What is compared of each type; of a type that is not here, that it is made.
PROPERTIES = {
    "AWS::ApiGateway::ApiKey": ["Enabled", "StageKeys"],
    "AWS::ApiGateway::BasePathMapping": ["BasePath", "DomainName", "RestApiId", "Stage"],
    "AWS::ApiGateway::Deployment": ["RestApiId"],
    "AWS::ApiGateway::DomainName": ["CertificateArn", "DomainName", "EndpointConfiguration",
                                    "RegionalCertificateArn", "SecurityPolicy"],
    "AWS::ApiGateway::RestApi": ["EndpointConfiguration"],
    "AWS::ApiGateway::Stage": ["DeploymentId", "RestApiId", "StageName", "TracingEnabled"],
    "AWS::ApiGateway::UsagePlan": ["ApiStages", "Quota"],
    "AWS::ApiGateway::UsagePlanKey": ["KeyId", "KeyType", "UsagePlanId"],
    "AWS::ApiGatewayV2::ApiMapping": ["ApiId", "ApiMappingKey", "DomainName", "Stage"],
    "AWS::ApiGatewayV2::DomainName": ["DomainName", "DomainNameConfigurations"],
    "AWS::ApiGatewayV2::Integration": ["ApiId", "IntegrationType", "IntegrationUri"],
    "AWS::ApiGatewayV2::Route": ["ApiId", "RouteKey", "Target"],
    "AWS::ApiGatewayV2::Stage": ["ApiId", "AutoDeploy", "StageName"],
    "AWS::CodeDeploy::Application": ["ComputePlatform"],
    "AWS::CodeDeploy::DeploymentGroup": ["ApplicationName", "ServiceRoleArn"],
    "AWS::Cognito::UserPool": ["LambdaConfig"],
    "AWS::Events::Rule": ["EventBusName", "EventPattern", "Name", "ScheduleExpression", "State",
                          "Targets"],
    "AWS::IAM::Role": ["AssumeRolePolicyDocument", "ManagedPolicyArns", "Path",
                       "PermissionsBoundary", "Policies"],
    "AWS::IoT::TopicRule": ["TopicRulePayload"],
    "AWS::Lambda::Alias": ["FunctionName", "FunctionVersion", "Name"],
    "AWS::Lambda::EventInvokeConfig": ["DestinationConfig", "FunctionName", "Qualifier"],
    "AWS::Lambda::EventSourceMapping": [
        "BatchSize", "DestinationConfig", "Enabled", "EventSourceArn", "FilterCriteria",
        "FunctionName", "Queues", "SelfManagedEventSource", "SourceAccessConfigurations",
        "StartingPosition", "Topics"],
    "AWS::Lambda::Function": ["FileSystemConfigs", "Layers", "VpcConfig"],
    "AWS::Lambda::Permission": [
        "Action", "EventSourceToken", "FunctionName", "FunctionUrlAuthType",
        "InvokedViaFunctionUrl", "Principal", "SourceAccount", "SourceArn"],
    "AWS::Lambda::Url": ["AuthType", "TargetFunctionArn"],
    "AWS::Lambda::Version": ["FunctionName"],
    "AWS::Logs::SubscriptionFilter": ["DestinationArn", "FilterPattern", "LogGroupName"],
    "AWS::Route53::RecordSetGroup": ["HostedZoneId", "HostedZoneName", "RecordSets"],
    "AWS::S3::Bucket": ["NotificationConfiguration"],
    "AWS::SNS::Subscription": ["Endpoint", "FilterPolicy", "Protocol", "TopicArn"],
    "AWS::SQS::QueuePolicy": ["PolicyDocument", "Queues"],
    "AWS::Scheduler::Schedule": ["FlexibleTimeWindow", "Name", "ScheduleExpression", "Target"],
    "AWS::StepFunctions::StateMachineAlias": ["DeploymentPreference", "Name"],
    "AWS::StepFunctions::StateMachineVersion": ["StateMachineArn"],
}


def packaged(template):
    """Returns a template with local code as `sam package` leaves it."""
    places = [each.get("Properties") or {} for each in template["Resources"].values()]
    places += list((template.get("Globals") or {}).values())
    for properties in places:
        for key in CODE:
            value = properties.get(key)
            if isinstance(value, str) and not value.startswith("s3://"):
                properties[key] = "s3://code-bucket/packaged.zip"
    return template


def plain_ids(source, made):
    """Returns the name of each logical id that ends in a hash."""
    with_domain = [name for name, each in source["Resources"].items()
                   if "Domain" in (each.get("Properties") or {})]
    names = {}
    for logical_id, resource in made["Resources"].items():
        kind = resource["Type"].split("::")[-1]
        hashed = re.fullmatch(r"(.*)[0-9a-f]{10}", logical_id)
        if not hashed or logical_id in source["Resources"]:
            continue
        stem = hashed[1]
        if kind in ("Version", "Deployment"):
            names[logical_id] = f"{stem[:-len(kind)]}.{kind}"
        elif kind in ("DomainName", "RecordSetGroup"):
            names[logical_id] = f"{with_domain[0]}.{kind}"
        elif kind == "LayerVersion":
            names[logical_id] = stem
    return names


def lines_of(path):
    """Returns the lines of one input."""
    source = packaged(yaml_parse(path.read_text()))
    made = Translator({}, Parser()).translate(json.loads(json.dumps(source)), {})
    text = json.dumps(made)
    for hashed, name in plain_ids(source, made).items():
        text = text.replace(f'"{hashed}"', f'"{name}"')
    for logical_id, resource in json.loads(text)["Resources"].items():
        kept = {key: value for key, value in (resource.get("Properties") or {}).items()
                if key in PROPERTIES.get(resource["Type"], [])}
        line = {"input": path.stem, "id": logical_id, "type": resource["Type"], "properties": kept}
        if "Condition" in resource:
            line["condition"] = resource["Condition"]
        yield json.dumps(line, sort_keys=True, separators=(",", ":"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=pathlib.Path, default=HERE / "transformed.jsonl")
    options = parser.parse_args()
    lines = [f'{{"package":"aws-sam-translator {samtranslator.__version__}"}}']
    for path in sorted((HERE / "inputs").glob("*.yaml")):
        lines += lines_of(path)
    options.output.write_text("\n".join(lines) + "\n")
    print(f"{len(lines) - 1} resources", file=sys.stderr)


if __name__ == "__main__":
    main()
