namespace LtoAutoscope.Domain.Particles;

/// <summary>How many more particles and frames would make the statistical interval of one figure as narrow as asked.</summary>
/// <param name="Measure">Key of the measure, such as <c>diameter_nm</c>.</param>
/// <param name="Statistic"><c>mean</c> or <c>median</c>.</param>
/// <param name="Asked">Half-width asked for, relative to the figure.</param>
/// <param name="Reached">Half-width of the statistical 95 % interval now, relative.</param>
/// <param name="Systematic">Half-width that no number of particles removes (expanded uncertainty of the other sources), relative.</param>
/// <param name="DesignEffect">Variance of the figure over that of as many independent particles; above 1, frames differ.</param>
/// <param name="FramesMore">Frames to add; 0 when reached, null when unknown (one frame alone does not tell how frames differ).</param>
/// <param name="ParticlesMore">Particles to add, at as many a frame as now; null when unknown.</param>
public sealed record PrecisionNeed(
    string Measure, string Statistic, double Asked, double Reached, double Systematic, double DesignEffect, int? FramesMore, int? ParticlesMore);
