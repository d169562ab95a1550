using System.Collections.Concurrent;
using System.Text.Json;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Web.Api.Conventions;

/// <summary>
/// Remembers for a day what was answered to requests that carry a key, so that one that is sent again (a lost answer, an impatient finger) does nothing twice. Kept in
/// <c>queue/idempotency.ndjson</c>, so that a restart in between forgets nothing; without a data folder in memory.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class IdempotencyStore : IDisposable
{
    /// <summary>How long an answer is remembered.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private const int Lanes = 64;
    private readonly ConcurrentDictionary<string, Remembered> _answers = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly SemaphoreSlim _file = new(1, 1);
    private readonly string? _path;
    private readonly TimeProvider _time;

    /// <param name="data">The data folder, or null.</param>
    /// <param name="time">The clock.</param>
    public IdempotencyStore(DataFolder? data, TimeProvider time)
    {
        _time = time;
        _path = data is null ? null : Path.Combine(data.Queue, "idempotency.ndjson");
        if (_path is null || !File.Exists(_path)) return;
        foreach (string line in File.ReadLines(_path))
        {
            try
            {
                if (JsonSerializer.Deserialize<Remembered>(line, DomainJson.Line) is { } answer && IsFresh(answer)) _answers[answer.Key] = answer;
            }
            catch (JsonException)
            {
                // A line that a power cut tore: its request was never answered.
            }
        }

        File.WriteAllLines(_path, _answers.Values.Select(answer => JsonSerializer.Serialize(answer, DomainJson.Line)));
    }

    /// <summary>What was answered to a key, or null.</summary>
    public Remembered? Find(string key) => _answers.TryGetValue(key, out Remembered? answer) && IsFresh(answer) ? answer : null;

    /// <summary>Lets one request of a key through at a time.</summary>
    public SemaphoreSlim Turn(string key) => _lanes[(uint)string.GetHashCode(key, StringComparison.Ordinal) % Lanes];

    /// <summary>Remembers an answer; it is on the disk when the task ends.</summary>
    public async Task RememberAsync(Remembered answer)
    {
        _answers[answer.Key] = answer;
        foreach ((string key, Remembered old) in _answers) if (!IsFresh(old)) _answers.TryRemove(key, out _);
        if (_path is null) return;
        await _file.WaitAsync();
        try
        {
            await using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
            await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(JsonSerializer.Serialize(answer, DomainJson.Line) + "\n"));
            file.Flush(flushToDisk: true);
        }
        finally
        {
            _file.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        foreach (SemaphoreSlim lane in _lanes) lane.Dispose();
    }

    private bool IsFresh(Remembered answer) => _time.GetUtcNow() - answer.At < Kept;

    /// <summary>An answer.</summary>
    /// <param name="Key">Account, method, address and the caller's key.</param>
    /// <param name="Request">Hash of what was asked.</param>
    /// <param name="At">When it was answered, UTC.</param>
    /// <param name="Status">The status.</param>
    /// <param name="Location">Where what was made can be read, or null.</param>
    /// <param name="Body">The body, JSON.</param>
    internal sealed record Remembered(string Key, string Request, DateTimeOffset At, int Status, string? Location, string Body);
}
