using LtoAutoscope.Pipeline.Cells;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>What there is of a run's cell model, and where to get it.</summary>
public sealed record CellIndex
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>Its sample.</summary>
    public required string SampleName { get; init; }

    /// <summary>Which of the run's models: its own, or a resolved one that was asked for later.</summary>
    public required CellSource Source { get; init; }

    /// <summary>How far it is.</summary>
    public required CellState State { get; init; }

    /// <summary>Why there is no result; empty where there is one.</summary>
    public required string Reason { get; init; }

    /// <summary>The result, or null.</summary>
    public required CellFigures? Figures { get; init; }

    /// <summary>SHA-256 over keys and values of the material.</summary>
    public required string MaterialSha256 { get; init; }

    /// <summary>The stored fields, or null.</summary>
    public required CellVolumes? Volumes { get; init; }

    /// <summary>Names of the files under <c>cell/files/</c>.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The resolved model that goes on or ended last, of whichever run; null before the first.</summary>
    public required ResolvedProgress? Background { get; init; }

    internal static CellIndex Of(CellReading reading, ResolvedProgress? background) => new()
    {
        RunId = reading.Record.RunId, SampleName = reading.Record.Sample.Name, Source = reading.Source, State = reading.State, Reason = reading.Reason, Figures = reading.Figures,
        MaterialSha256 = reading.MaterialSha256, Volumes = reading.View is { } view ? CellVolumes.Of(view, reading.Version) : null, Files = reading.Files, Background = background,
    };
}
