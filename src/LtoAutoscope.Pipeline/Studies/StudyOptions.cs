namespace LtoAutoscope.Pipeline.Studies;

/// <summary>How a virtual study is made. The same options give the same powders, cells and noise.</summary>
public sealed record StudyOptions
{
    /// <summary>Most samples on a holder.</summary>
    public const int MostOnHolder = 8;

    /// <summary>Virtual syntheses, 10…500. Default 60.</summary>
    public int Syntheses { get; init; } = 60;

    /// <summary>Syntheses a batch; a batch lies on one holder and shares the error of its furnace, 2…8. Default 6.</summary>
    public int BatchSize { get; init; } = 6;

    /// <summary>Cells a sample, 1…10. Default 3.</summary>
    public int Cells { get; init; } = 3;

    /// <summary>Particles a sample. Default 500.</summary>
    public int ParticleGoal { get; init; } = 500;

    /// <summary>Width of a frame, pixels, 256…4096; its height is three quarters. Default 1024.</summary>
    public int WidthPx { get; init; } = 1024;

    /// <summary>Seed of everything, 0…1,000,000. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How much faster than the wall clock microscope and laboratory live, 1…1000. Default 60. It changes no figure.</summary>
    public double TimeFactor { get; init; } = 60;

    /// <summary>Standard deviation of CE₁ from cell to cell of one powder, a fraction. Default 0.004.</summary>
    public double CellNoise { get; init; } = 0.004;

    /// <summary>Standard deviation of a furnace's temperature from batch to batch, K. Default 4.</summary>
    public double FurnaceErrorK { get; init; } = 4;

    /// <summary>Whether another study on the same folder is the same one.</summary>
    public bool IsSameStudyAs(StudyOptions other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this == other with { TimeFactor = TimeFactor };
    }
}
