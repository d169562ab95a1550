using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Acquisition.Running;

/// <summary>Writes the journal, keeps <see cref="RunHistory"/> in step with it and tells the observer, in that order.</summary>
/// <remarks>Thread-safe: one line at a time.</remarks>
public sealed class RunLog(IRunJournal journal, IRunObserver observer) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>What has been done, this process's lines included.</summary>
    public RunHistory History { get; } = new(journal.Events);

    /// <summary>Writes one line; it survives a power cut when this returns.</summary>
    /// <exception cref="IOException">The disk is full or gone: do not go on to the step that the line announces.</exception>
    public async Task AppendAsync(string kind, JsonObject data, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            RunEvent written = await journal.AppendAsync(kind, data, cancellationToken).ConfigureAwait(false);
            History.Apply(written);
            observer.OnEvent(written);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Writes a decision for people: what, why, with figures.</summary>
    /// <param name="level">info, redo, fault or person.</param>
    /// <param name="title">What, in a few words.</param>
    /// <param name="reason">Why, in a sentence with figures.</param>
    /// <param name="cancellationToken">Cancels before the line is begun.</param>
    public Task DecideAsync(string level, string title, string reason, CancellationToken cancellationToken)
        => AppendAsync(RunEventKind.Decision, new JsonObject { ["level"] = level, ["title"] = title, ["reason"] = reason }, cancellationToken);

    /// <summary>A value of the domain as JSON for a journal line.</summary>
    public static JsonNode? Json<T>(T value) => JsonSerializer.SerializeToNode(value, DomainJson.Line);

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();
}
