#!/usr/bin/env python3
"""Measures two builds of the window beside each other on a drawing of 10,000 things.

    window_frames.py BEFORE AFTER [ROUNDS]

Each build is started in turn, in a window of 1600 x 1000 under Xvfb with software rendering, and driven by
xdotool: the pointer moves over the drawing, pans it, drags a thing, moves it by key, drops it elsewhere and takes that
back. What is measured is the processor time that the program takes for one such step (so that other work on the machine
counts less), the time from the start of the process until the drawing shows, which the pixels of the display tell, and
the memory. An early build lays the things out otherwise: POINT lies on things in both, and where a click there selects
nothing that a key can move, the places around it are tried. Needs Xvfb and xdotool, as the window's tests do.
"""
import mmap
import os
import statistics
import struct
import subprocess
import sys
import tempfile
import time

STEPS = 40
DROPS = 4
POINT = (600, 240)
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


class Display:
    """The pixels of the display, as the server keeps them in a file of the format of xwd."""

    def __init__(self, folder):
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1000x24", "-fbdir", folder],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.name = ":" + self.server.stdout.readline().strip()
        with open(os.path.join(folder, "Xvfb_screen0"), "rb") as file:
            self.pixels = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        header = struct.unpack(">25I", self.pixels[:100])
        self.begin, self.line = header[0] + header[19] * 12, header[12]

    def shows_drawing(self):
        """Whether a third of the pixels around POINT differ from the commonest, as things make them."""
        found = {}
        for y in range(POINT[1] - 120, POINT[1] + 120, 12):
            row = self.begin + y * self.line
            for x in range(POINT[0] - 150, POINT[0] + 150, 3):
                pixel = self.pixels[row + 4 * x:row + 4 * x + 4]
                found[pixel] = found.get(pixel, 0) + 1
        return max(found.values()) < 2 / 3 * sum(found.values())


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


def find_thing(window):
    """The place of a thing that a key moves, and what that took; the move is taken back."""
    for y in range(POINT[1], POINT[1] + 100, 20):
        for x in range(POINT[0], POINT[0] + 100, 20):
            window.do("mousemove", x, y, "click", 1)
            window.settle()
            before = window.cpu_ms()
            window.do("key", "Right")
            window.settle()
            took = window.cpu_ms() - before
            if took > 120:
                window.do("key", "ctrl+z")
                window.settle()
                return (x, y), took
    raise SystemExit("nothing was found that a key moves")


def drop(window, thing):
    """The processor time of a thing dropped beside its place; that is taken back."""
    before = window.cpu_ms()
    window.do("mousemove", *thing, "mousedown", 1)
    for i in range(10):
        window.do("mousemove", thing[0] + 20 * i + 10, thing[1] + 14 * i)
        time.sleep(0.03)
    window.do("mouseup", 1)
    window.settle()
    took = window.cpu_ms() - before
    window.do("key", "ctrl+z")
    window.settle()
    return took


def measure(program, design, display):
    while display.shows_drawing():  # That of the window before, for a moment.
        time.sleep(0.1)
    started = time.monotonic()
    window = Window(program, design, display.name)
    try:
        while not display.shows_drawing():
            if time.monotonic() - started > 60:
                raise SystemExit("no drawing within a minute")
            time.sleep(0.005)
        found = {"passed until the drawing shows, ms": 1000 * (time.monotonic() - started)}
        window.settle()
        found.update({"cpu until it is drawn and judged, ms": window.cpu_ms(), "memory, MB": window.rss_mb()})
        found["hover, ms a step"] = window.step_ms(
            lambda i: ("mousemove", POINT[0] - 200 + 10 * i, POINT[1] - 120 + 6 * i))
        window.do("mousemove", *POINT, "mousedown", 2)
        found["pan, ms a step"] = window.step_ms(
            lambda i: ("mousemove", POINT[0] + 4 * (i % 20), POINT[1] + 3 * (i % 20)))
        window.do("mousemove", *POINT, "mouseup", 2)
        for _ in range(12):
            window.do("mousemove", *POINT, "keydown", "ctrl", "click", 4, "keyup", "ctrl")
        window.settle()
        thing, found["a move by key until it is settled, ms"] = find_thing(window)
        window.do("mousemove", *thing, "mousedown", 1)
        found["drag, ms a step"] = window.step_ms(
            lambda i: ("mousemove", thing[0] + 5 * i, thing[1] + 3 * i))
        window.do("key", "Escape", "mouseup", 1)
        window.settle()
        found["a drop until it is settled, ms"] = statistics.median(drop(window, thing) for _ in range(DROPS))
        found["memory after the drops, MB"] = window.rss_mb()
        return found
    finally:
        window.end()


def main():
    programs = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    with tempfile.TemporaryDirectory() as folder:
        display = Display(folder)
        try:
            design = os.path.join(folder, "large.yaml")
            template(design)
            results = [[], []]
            for _ in range(rounds):
                for which, program in enumerate(programs):
                    results[which].append(measure(program, design, display))
        finally:
            display.server.terminate()
    for what in results[0][0]:
        before, after = (statistics.median(each[what] for each in runs) for runs in results)
        ratio = f"x {after / before:.2f}" if before > 0 else "not done by the first"
        print(f"{what}: {before:.1f} -> {after:.1f}, {ratio}")


if __name__ == "__main__":
    main()
