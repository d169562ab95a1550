namespace LtoAutoscope.Learning.Optimisation;

/// <summary>How next syntheses are chosen.</summary>
public sealed record OptimiserOptions
{
    /// <summary>Most proposals at once.</summary>
    public const int MostProposals = 20;

    /// <summary>Default of <see cref="Separation"/>.</summary>
    public const double DefaultSeparation = 0.02;

    /// <summary>Proposals asked for, 1…20. Default 1.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>The same seed on the same data gives the same proposals. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether a low value of the objective is wanted. Default no.</summary>
    public bool Minimise { get; init; }

    /// <summary>What the objective cannot exceed, whatever the Gaussian process believes: 1 for an efficiency. Nothing is gained above it; not used where a low value is wanted. Default none.</summary>
    public double Ceiling { get; init; } = double.PositiveInfinity;

    /// <summary>Different syntheses from which on the Gaussian process chooses; with fewer the space is filled evenly. Null takes 2·(parameters + 1).</summary>
    public int? FewestPoints { get; init; }

    /// <summary>A proposal differs from everything that was tried, is planned or is proposed beside it in one parameter at least by this share of its range (or by a word). Default 0.02.</summary>
    public double Separation { get; init; } = DefaultSeparation;

    /// <summary>Unit of the objective, for the reasons in words; empty for none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Unit of a difference of the objective, for the reasons in words: points for percent. Default that of the objective.</summary>
    public string? DifferenceUnit { get; init; }

    /// <summary>What the objective is multiplied by in the reasons in words: 100 for a fraction that is shown in percent. Default 1.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>The ceiling where it lies above what is there to be beaten, in the sign in which more is better; none where measurements have reached it, so that there still is a choice.</summary>
    internal double CeilingAbove(double best) => !Minimise && Ceiling > best ? Ceiling : double.PositiveInfinity;

    /// <summary>How the Gaussian process is fitted.</summary>
    public GaussianProcessOptions Process { get; init; } = new();
}
