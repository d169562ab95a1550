namespace LtoAutoscope.Storage.Queue;

/// <summary>What a job asks for where it differs from its recipe; null leaves the recipe's.</summary>
/// <param name="Particles">Whole particles to count.</param>
/// <param name="PrecisionPercent">Half-width of the 95 % intervals, percent.</param>
/// <param name="MaximumFrames">The most frames to take.</param>
/// <param name="MaximumMinutes">The longest that acquisition may take, minutes.</param>
public sealed record JobGoal(int? Particles = null, double? PrecisionPercent = null, int? MaximumFrames = null, double? MaximumMinutes = null);
