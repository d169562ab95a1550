using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>What a focus search is told.</summary>
public sealed record FocusSearch
{
    /// <summary>How frames are exposed; the search scans the same field with fewer pixels.</summary>
    public required ExposureSettings Exposure { get; init; }

    /// <summary>Range and steps of the coarse sweep.</summary>
    public required FocusSettings Focus { get; init; }

    /// <summary>Width of the field, µm.</summary>
    public required double FieldWidthUm { get; init; }

    /// <summary>Where to search around, mm; the column goes back to it when the search declines or breaks off.</summary>
    public required double StartMm { get; init; }

    /// <summary>Standard error of <see cref="StartMm"/>, mm: the search then begins with the fine sweep and is coarse only where that finds nothing. Default null: nothing is known.</summary>
    public double? StartErrorMm { get; init; }

    /// <summary>Half angle of the beam's cone, rad; the curve tells its own. Default 8 mrad.</summary>
    public double ConvergenceRad { get; init; } = DepthOfFocus.AssumedConvergenceRad;
}
