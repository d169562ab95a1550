using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using LtoAutoscope.Daemon.Web.Access.Configuration;

namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>Lets tries at one account in one after the other, and only so many in a minute: tries at the same moment must not slip past the lock.</summary>
internal sealed class SignInGate(AccessSettings settings) : IDisposable
{
    private const int Lanes = 64;
    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly ConcurrentDictionary<string, DateTimeOffset> _locks = new(StringComparer.OrdinalIgnoreCase);
    private readonly PartitionedRateLimiter<string> _tries = PartitionedRateLimiter.Create<string, string>(
        name => RateLimitPartition.GetFixedWindowLimiter(name, _ => new FixedWindowRateLimiterOptions { PermitLimit = settings.SignIn.TriesPerMinute, Window = TimeSpan.FromMinutes(1) }), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the account has a try left in this minute.</summary>
    public RateLimitLease TryOf(string name) => _tries.AttemptAcquire(name.ToUpperInvariant());

    /// <summary>Waits for the account's turn; disposing gives it to the next.</summary>
    public async Task<IDisposable> TurnOfAsync(string name)
    {
        SemaphoreSlim lane = _lanes[(uint)StringComparer.OrdinalIgnoreCase.GetHashCode(name) % Lanes];
        await lane.WaitAsync();
        return new Turn(lane);
    }

    /// <summary>Whether this lock has not been told yet.</summary>
    public bool IsNewLock(string name, DateTimeOffset until)
    {
        bool isNew = !_locks.TryGetValue(name, out DateTimeOffset known) || known != until;
        _locks[name] = until;
        return isNew;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tries.Dispose();
        foreach (SemaphoreSlim lane in _lanes) lane.Dispose();
    }

    private sealed class Turn(SemaphoreSlim lane) : IDisposable
    {
        public void Dispose() => lane.Release();
    }
}
