using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments;
using LtoAutoscope.Instruments.Interlock;

namespace LtoAutoscope.Pipeline.Control;

/// <summary>The connected instrument: what it says of itself, what its drivers can do, what the interlock allows.</summary>
public sealed record InstrumentDescription
{
    /// <summary>Name of the capability of procedures that the instrument runs by itself.</summary>
    public const string Automatic = "automatic procedures";

    /// <summary>Name of the capability of detectors and signal.</summary>
    public const string Detectors = "detectors";

    /// <summary>Name of the capability of electrical image shift.</summary>
    public const string BeamShift = "image shift";

    /// <summary>Name of the capability of setting the probe current.</summary>
    public const string ProbeCurrent = "probe current";

    /// <summary>What it says of itself.</summary>
    public required InstrumentIdentity Identity { get; init; }

    /// <summary>The travel that may be used: the device's cut with the configured limits; null where the stage does not tell.</summary>
    public StageLimits? Limits { get; init; }

    /// <summary>What the interlock allows.</summary>
    public required SafetyEnvelope Envelope { get; init; }

    /// <summary>How well it can be stopped; null where that is not told.</summary>
    public StopAbility? Stop { get; init; }

    /// <summary>What its drivers offer.</summary>
    public required IReadOnlyList<InstrumentCapability> Capabilities { get; init; }

    /// <summary>Why a capability cannot be used; empty when it can.</summary>
    /// <param name="capability">Its name.</param>
    public string WhyNot(string capability) => Capabilities.FirstOrDefault(each => each.Name == capability) is { Offered: false } lacking ? lacking.Note : "";
}
