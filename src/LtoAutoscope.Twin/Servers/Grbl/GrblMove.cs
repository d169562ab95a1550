namespace LtoAutoscope.Twin.Servers.Grbl;

/// <summary>One block of the planner.</summary>
/// <param name="Target">Machine position of x, y and z at its end, mm.</param>
/// <param name="Feed">mm/min; infinite for a rapid move.</param>
internal sealed record GrblMove(double[] Target, double Feed);
