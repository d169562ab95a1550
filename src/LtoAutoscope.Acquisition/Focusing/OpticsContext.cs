using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>The ports through which the optics are kept.</summary>
public sealed record OpticsContext
{
    /// <summary>The instrument, behind the interlock.</summary>
    public required IMicroscope Microscope { get; init; }

    /// <summary>The recipe of the run.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Every line of the run's journal so far, in order; asked again before each decision.</summary>
    public required Func<IReadOnlyList<RunEvent>> Events { get; init; }

    /// <summary>Writes a line to that journal; it is on the disk when this returns.</summary>
    public required Func<string, JsonObject, CancellationToken, Task> Append { get; init; }

    /// <summary>Books the dose of a scan before it begins; an exception forbids it and ends the search. Default books nothing.</summary>
    public Func<OpticsExposure, CancellationToken, Task> Book { get; init; } = static (_, _) => Task.CompletedTask;

    /// <summary>Told what happens now, in words. Default nobody.</summary>
    public Action<string> Tell { get; init; } = static _ => { };
}
