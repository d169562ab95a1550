using System.Text.Json.Serialization;

namespace LtoAutoscope.Reports.Nights;

/// <summary>A figure with its 95 % interval.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Low">Lower end; NaN where unknown.</param>
/// <param name="High">Upper end.</param>
public sealed record NightFigure(double Value, double Low, double High)
{
    /// <summary>Half the width of the interval.</summary>
    [JsonIgnore]
    public double HalfWidth => (High - Low) / 2;
}
