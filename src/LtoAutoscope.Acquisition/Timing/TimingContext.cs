using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Acquisition.Timing;

/// <summary>For what times are asked.</summary>
/// <param name="Instrument">Name of the instrument; what others took teaches nothing.</param>
/// <param name="Recipe">The recipe; runs of the same name count in full, others less.</param>
/// <param name="Material">The material.</param>
public sealed record TimingContext(string Instrument, Recipe Recipe, string Material);
