#!/usr/bin/env python3
"""Measures two builds of the window beside each other on a drawing of 10,000 things.

    window_frames.py BEFORE AFTER [ROUNDS]

Each build is started in turn, in a window of 1600 x 1000 under Xvfb with software rendering, and driven by
xdotool: the pointer moves over the drawing, pans it, drags a thing, and moves it by key. What is measured is the processor time that the
program takes for one such step (so that other work on the machine counts less), the time until the drawing shows, and
the memory. Needs Xvfb, xdotool and ImageMagick, as the window's tests do.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

STEPS = 40
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


def template(path):
    lines = ["Resources:"]
    for vpc in range(8):
        lines.append(f"  Vpc{vpc}: {{Type: AWS::EC2::VPC, Properties: {{CidrBlock: 10.{vpc}.0.0/16}}}}")
        for net in range(24):
            zone = "us-east-1" + "ab"[net % 2]
            lines.append(f"  Net{vpc}x{net}: {{Type: AWS::EC2::Subnet, Properties: {{VpcId: !Ref Vpc{vpc}, "
                         f"CidrBlock: 10.{vpc}.{net}.0/24, AvailabilityZone: {zone}}}}}")
            for web in range(51):
                lines.append(f"  Web{vpc}x{net}x{web}: {{Type: AWS::EC2::Instance, Properties: {{ImageId: "
                             f"ami-12345678, InstanceType: t3.micro, SubnetId: !Ref Net{vpc}x{net}}}}}")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


class Window:
    def __init__(self, program, design, display):
        self.display = display
        self.home = tempfile.mkdtemp()
        env = dict(os.environ, DISPLAY=display, QT_QPA_PLATFORM="xcb", QT_QUICK_BACKEND="software",
                   HOME=self.home, XDG_STATE_HOME=self.home, XDG_RUNTIME_DIR=self.home)
        self.process = subprocess.Popen([program, design], env=env, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)

    def do(self, *words):
        subprocess.run(["xdotool", *map(str, words)], check=True,
                       env=dict(os.environ, DISPLAY=self.display))

    def cpu_ms(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * TICK_MS

    def rss_mb(self):
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024

    def settle(self):
        quiet = 0
        while quiet < 3:
            before = self.cpu_ms()
            time.sleep(0.4)
            quiet = quiet + 1 if self.cpu_ms() - before < 20 else 0

    def step_ms(self, move):
        before = self.cpu_ms()
        for i in range(STEPS):
            self.do(*move(i))
            time.sleep(0.03)
        time.sleep(0.3)
        return (self.cpu_ms() - before) / STEPS

    def end(self):
        self.process.kill()
        self.process.wait()


def measure(program, design, display):
    window = Window(program, design, display)
    try:
        window.settle()
        found = {"cpu until it is drawn and judged, ms": window.cpu_ms(), "memory, MB": window.rss_mb()}
        middle = (560, 480)
        found["hover, ms a step"] = window.step_ms(
            lambda i: ("mousemove", middle[0] - 200 + 10 * i, middle[1] - 120 + 6 * i))
        window.do("mousemove", *middle, "mousedown", 2)
        found["pan, ms a step"] = window.step_ms(
            lambda i: ("mousemove", middle[0] + 4 * (i % 20), middle[1] + 3 * (i % 20)))
        window.do("mouseup", 2)
        for _ in range(12):
            window.do("mousemove", *middle, "keydown", "ctrl", "click", 4, "keyup", "ctrl")
        window.settle()
        window.do("mousemove", *middle, "mousedown", 1)
        found["drag, ms a step"] = window.step_ms(
            lambda i: ("mousemove", middle[0] + 5 * i, middle[1] + 3 * i))
        window.do("key", "Escape", "mouseup", 1)
        window.do("mousemove", *middle, "click", 1)
        window.settle()
        before = window.cpu_ms()
        window.do("key", "Right")
        window.settle()
        found["from a move by key until it is settled, ms"] = window.cpu_ms() - before
        found["memory after it, MB"] = window.rss_mb()
        return found
    finally:
        window.end()


def main():
    programs = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    display = ":83"
    server = subprocess.Popen(["Xvfb", display, "-screen", "0", "1600x1000x24"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(1)
    try:
        with tempfile.TemporaryDirectory() as folder:
            design = os.path.join(folder, "large.yaml")
            template(design)
            results = [[], []]
            for _ in range(rounds):
                for which, program in enumerate(programs):
                    results[which].append(measure(program, design, display))
        for name in results[0][0]:
            before, after = (statistics.median(each[name] for each in runs) for runs in results)
            # A step that takes no time was not done: an early build draws its things elsewhere.
            ratio = f"x {after / before:.2f}" if before > 0 else "not done by the first"
            print(f"{name}: {before:.1f} -> {after:.1f}, {ratio}")
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
