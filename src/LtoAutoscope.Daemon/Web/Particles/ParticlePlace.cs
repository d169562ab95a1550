namespace LtoAutoscope.Daemon.Web.Particles;

/// <summary>Where a particle stands in a list.</summary>
/// <param name="Index">0 for the first; −1 where the filter does not let it through.</param>
public sealed record ParticlePlace(int Index);
