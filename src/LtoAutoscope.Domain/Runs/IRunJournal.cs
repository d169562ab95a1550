using System.Text.Json.Nodes;

namespace LtoAutoscope.Domain.Runs;

/// <summary>An append-only journal. When <see cref="AppendAsync"/> has returned, the line survives a power cut.</summary>
public interface IRunJournal : IAsyncDisposable
{
    /// <summary>Every intact line, in order; a torn last line (the process died while writing) has been cut off when the journal was opened.</summary>
    IReadOnlyList<RunEvent> Events { get; }

    /// <summary>Writes one line and flushes it to the disk before it returns.</summary>
    /// <exception cref="IOException">The disk is full or gone; the caller must not go on to the step that the line announces.</exception>
    Task<RunEvent> AppendAsync(string kind, JsonObject data, CancellationToken cancellationToken);
}
