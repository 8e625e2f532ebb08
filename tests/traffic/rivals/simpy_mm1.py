"""M/M/1 at load 0.8 in SimPy: prints customers for each second of processor time."""

import random
import sys
import time

import simpy


def customer(env, server, stays):
    arrived = env.now
    with server.request() as turn:
        yield turn
        yield env.timeout(random.expovariate(1.0))
    stays[0] += env.now - arrived
    stays[1] += 1


def source(env, server, count, stays):
    for _ in range(count):
        yield env.timeout(random.expovariate(0.8))
        env.process(customer(env, server, stays))


def main():
    count = int(sys.argv[1])
    random.seed(1)
    env = simpy.Environment()
    stays = [0.0, 0]
    env.process(source(env, simpy.Resource(env, 1), count, stays))
    began = time.process_time()
    env.run()
    took = time.process_time() - began
    print(f"SimPy {simpy.__version__}: {count / took:.0f} customers/s, mean stay {stays[0] / stays[1]:.3f}")


main()
