using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Storage.Index;

/// <summary>One run in the index; everything in it stands in the run folder.</summary>
public sealed record IndexedRun
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>Its sample.</summary>
    public required string SampleName { get; init; }

    /// <summary>Its recipe.</summary>
    public string RecipeName { get; init; } = "";

    /// <summary>Its instrument.</summary>
    public string Instrument { get; init; } = "";

    /// <summary>Whether a microscope in software took it.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>A reservation about the scale that goes with its figures, or null.</summary>
    public string? ScaleNote { get; init; }

    /// <summary>How far it is.</summary>
    public required RunState State { get; init; }

    /// <summary>Why it stopped or failed; empty when there is nothing to say.</summary>
    public string Reason { get; init; } = "";

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was completed, stopped or failed, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Frames that count.</summary>
    public int FramesAccepted { get; init; }

    /// <summary>Exposures booked, those taken again and those that do not count included.</summary>
    public int FramesTotal { get; init; }

    /// <summary>Whole particles counted.</summary>
    public int Particles { get; init; }

    /// <summary>Median diameter (D50 by number), nm, or null.</summary>
    public double? MedianDiameterNm { get; init; }

    /// <summary>Mean aspect ratio by number, or null.</summary>
    public double? MeanAspectRatio { get; init; }

    /// <summary>Mean fractal dimension by number, or null.</summary>
    public double? MeanFractalDimension { get; init; }

    /// <summary>Initial Coulombic efficiency of the cell model, a fraction, or null.</summary>
    public double? Ce1Model { get; init; }

    /// <summary>Initial Coulombic efficiency of the regression, a fraction, or null.</summary>
    public double? Ce1Regression { get; init; }

    /// <summary>Number of the last journal line that went into it.</summary>
    public long LastSequence { get; init; }

    /// <summary>Bytes of the journal that went into it: when the file is longer, this entry is old.</summary>
    public long JournalBytes { get; init; }
}
