using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.CellTests;

/// <summary>A stretch of a cell test over which the cycler did one thing.</summary>
/// <param name="Mode">What was held.</param>
/// <param name="First">First point.</param>
/// <param name="Last">Last point, included.</param>
/// <param name="Sign">1 lithiates, −1 delithiates, 0 rests.</param>
public readonly record struct TestSegment(StepMode Mode, int First, int Last, int Sign);
