using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Accounts;

/// <summary>Who is signed in, a file each under <c>accounts/sessions/</c>, so that sign-ins outlive a restart and can be ended.</summary>
/// <remarks>Thread safety: all members may be called from any thread.</remarks>
public sealed class SessionStore : IDisposable
{
    /// <summary>Sessions that an account may have; the one unused for longest gives way.</summary>
    public const int MostOfAnAccount = 50;

    private const int LongestAgent = 200;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly TimeSpan TouchEvery = TimeSpan.FromMinutes(5);

    /// <summary>A page has this long to leave by itself before its connection is cut.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, Open> _open = new(StringComparer.Ordinal);

    /// <summary>Reads what is kept; what has expired or cannot be read is deleted.</summary>
    public SessionStore(DataFolder data, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(data);
        _time = time;
        _folder = Path.Combine(data.Accounts, "sessions");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(_folder);
        else Directory.CreateDirectory(_folder, OwnerOnly);
        foreach (string path in Directory.EnumerateFiles(_folder, "*.json"))
        {
            if (Read(path) is { } session && session.ExpiresAt > time.GetUtcNow() && Path.GetFileNameWithoutExtension(path) == session.Id) _open[session.Id] = new Open(session);
            else File.Delete(path);
        }
    }

    /// <summary>Raised with the id of a session that has ended.</summary>
    public event Action<string>? Ended;

    /// <summary>All sessions, the newest first.</summary>
    public IReadOnlyList<Session> List() => [.. _open.Values.Select(open => open.Session).Where(session => session.ExpiresAt > _time.GetUtcNow()).OrderByDescending(session => session.CreatedAt)];

    /// <summary>The session of an id, or null when it has ended.</summary>
    public Session? Find(string id) => _open.TryGetValue(id, out Open? open) && open.Session.ExpiresAt > _time.GetUtcNow() ? open.Session : null;

    /// <summary>Cancelled shortly after a session has ended; already cancelled for one that there is not.</summary>
    public CancellationToken EndOf(string id) => _open.TryGetValue(id, out Open? open) ? open.End.Token : new CancellationToken(true);

    /// <summary>Begins a session.</summary>
    /// <param name="account">Of whom.</param>
    /// <param name="from">The browser's address.</param>
    /// <param name="agent">What the browser calls itself.</param>
    /// <param name="by">How the person signed in.</param>
    /// <param name="lifetime">How long it lasts unused.</param>
    /// <param name="cancellationToken">Heeded until the file is written.</param>
    public async Task<Session> BeginAsync(Account account, string from, string agent, string by, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        DateTimeOffset now = _time.GetUtcNow();
        var session = new Session
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), Account = account.Name, CreatedAt = now, LastSeenAt = now, ExpiresAt = now + lifetime, Stamp = account.SecurityStamp,
            From = from, Agent = agent.Length <= LongestAgent ? agent : agent[..LongestAgent], By = by,
        };
        await JsonFile.WriteAsync(PathOf(session.Id), session, cancellationToken).ConfigureAwait(false);
        _open[session.Id] = new Open(session);
        foreach (Session old in Of(account.Name).OrderByDescending(one => one.LastSeenAt).Skip(MostOfAnAccount)) End(old.Id);
        return session;
    }

    /// <summary>Notes that a session is used; its end is put off.</summary>
    public async Task TouchAsync(string id, string from, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (!_open.TryGetValue(id, out Open? open) || now - open.Session.LastSeenAt < TouchEvery) return;
        Session before = open.Session;
        Session after = before with { LastSeenAt = now, ExpiresAt = now + lifetime, From = from };
        if (Interlocked.CompareExchange(ref open.Session, after, before) != before) return;
        await JsonFile.WriteAsync(PathOf(id), after, cancellationToken).ConfigureAwait(false);
        // Ended meanwhile: the file must not come back.
        if (!_open.ContainsKey(id)) File.Delete(PathOf(id));
    }

    /// <summary>Moves a session to a new security stamp: the one at which the password was changed goes on.</summary>
    public async Task RestampAsync(string id, string stamp, CancellationToken cancellationToken)
    {
        if (!_open.TryGetValue(id, out Open? open)) return;
        open.Session = open.Session with { Stamp = stamp };
        await JsonFile.WriteAsync(PathOf(id), open.Session, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends a session; its pages and streams end within seconds.</summary>
    /// <returns>Whether there was one.</returns>
    public bool End(string id)
    {
        if (!_open.TryRemove(id, out Open? open)) return false;
        File.Delete(PathOf(id));
        Ended?.Invoke(id);
        open.End.CancelAfter(Grace);
        return true;
    }

    /// <summary>Ends all sessions of an account but one.</summary>
    /// <returns>How many were ended.</returns>
    public int EndAllOf(string account, string? except = null) => Of(account).Where(session => session.Id != except).Count(session => End(session.Id));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Open open in _open.Values) open.End.Dispose();
    }

    private static Session? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Session>(File.ReadAllText(path), DomainJson.File);
        }
        catch (Exception error) when (error is JsonException or IOException)
        {
            return null;
        }
    }

    private IReadOnlyList<Session> Of(string account) => [.. _open.Values.Select(open => open.Session).Where(session => string.Equals(session.Account, account, StringComparison.OrdinalIgnoreCase))];

    private string PathOf(string id) => Path.Combine(_folder, id + ".json");

    private sealed class Open(Session session)
    {
        public Session Session = session;

        public CancellationTokenSource End { get; } = new();
    }
}
