namespace LtoAutoscope.Domain.Particles;

/// <summary>One line of an uncertainty budget (JCGM 100:2008, 4 and 5).</summary>
public sealed record UncertaintySource
{
    /// <summary>What varies.</summary>
    public required string Source { get; init; }

    /// <summary><c>A</c>: evaluated by statistics on this sample; <c>B</c>: by other means.</summary>
    public required string Type { get; init; }

    /// <summary>Estimate of the input, in <see cref="InputUnit"/>.</summary>
    public required double Value { get; init; }

    /// <summary>Unit of the input; empty for a number.</summary>
    public required string InputUnit { get; init; }

    /// <summary>Distribution that is assumed: <c>normal</c>, <c>rectangular</c> or <c>t</c>.</summary>
    public required string Distribution { get; init; }

    /// <summary>Standard uncertainty of the input, in its unit.</summary>
    public required double StandardUncertainty { get; init; }

    /// <summary>Change of the result for a change of the input by one unit.</summary>
    public required double Sensitivity { get; init; }

    /// <summary>|sensitivity| times standard uncertainty, in the result's unit.</summary>
    public required double Contribution { get; init; }

    /// <summary>Degrees of freedom; null for those taken as infinite.</summary>
    public double? DegreesOfFreedom { get; init; }

    /// <summary>Where the figures come from.</summary>
    public required string Basis { get; init; }
}
