using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.HalfCell;

/// <summary>What a step of the protocol did.</summary>
public sealed record StepOutcome
{
    /// <summary>Cycle, from 1.</summary>
    public required int Cycle { get; init; }

    /// <summary>Step of the protocol, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>What was held.</summary>
    public required StepMode Mode { get; init; }

    /// <summary>Start, s from the start of the run.</summary>
    public required double StartS { get; init; }

    /// <summary>End, s.</summary>
    public required double EndS { get; init; }

    /// <summary>Charge that passed, discharge positive, C/m².</summary>
    public required double ChargeCM2 { get; init; }

    /// <summary>Voltage at the end, V.</summary>
    public required double VoltageV { get; init; }

    /// <summary>Current at the end, A/m².</summary>
    public required double CurrentAM2 { get; init; }

    /// <summary>Lithiation of the working electrode at the end.</summary>
    public required double Lithiation { get; init; }

    /// <summary>How it ended; null where the run ended inside it.</summary>
    public required StepEnd? End { get; init; }

    /// <summary>Fall of voltage over rise of current in the first instant: ohmic drops, films and kinetics, Ω·m²; NaN where the current did not change.</summary>
    public required double ResistanceOhmM2 { get; init; }
}
