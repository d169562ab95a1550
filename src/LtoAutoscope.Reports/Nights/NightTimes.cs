using System.Text.Json.Serialization;

namespace LtoAutoscope.Reports.Nights;

/// <summary>How the time between the beginning and the end of a night went, s. The shares add up to the whole.</summary>
public sealed record NightTimes
{
    /// <summary>The beam scanned.</summary>
    public double ImagingS { get; init; }

    /// <summary>Focus, stigmation, brightness, drift and scale were looked after.</summary>
    public double FocusS { get; init; }

    /// <summary>The stage moved.</summary>
    public double MovingS { get; init; }

    /// <summary>Something had gone wrong and was being mended.</summary>
    public double RecoveringS { get; init; }

    /// <summary>Frames were judged, particles summarised and the cell model run, with the instrument idle.</summary>
    public double ComputingS { get; init; }

    /// <summary>Nothing was done: a condition, a person, an empty queue.</summary>
    public double WaitingS { get; init; }

    /// <summary>All of it.</summary>
    [JsonIgnore]
    public double TotalS => ImagingS + FocusS + MovingS + RecoveringS + ComputingS + WaitingS;
}
