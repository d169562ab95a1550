using LtoAutoscope.Domain.Timing;

namespace LtoAutoscope.Acquisition.Timing;

/// <summary>One likely course of a job.</summary>
/// <param name="Seconds">In all, s.</param>
/// <param name="Parts">What they are spent on, s.</param>
/// <param name="Tiles">Tiles taken in all.</param>
/// <param name="Particles">Whole particles in all.</param>
/// <param name="ReachesGoal">Whether the goal is reached before a cap ends the acquisition.</param>
/// <param name="Bytes">What it leaves on the disk.</param>
public sealed record JobDraw(double Seconds, IReadOnlyDictionary<TimedOperation, double> Parts, int Tiles, double Particles, bool ReachesGoal, double Bytes);
