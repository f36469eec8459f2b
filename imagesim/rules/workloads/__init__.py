"""What the controllers of workloads decide: sizes, roll-outs and conditions."""
