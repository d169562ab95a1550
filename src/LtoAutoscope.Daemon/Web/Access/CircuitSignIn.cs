using System.Security.Claims;
using LtoAutoscope.Storage.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>
/// Who sits before an open page. A circuit has no requests of its own, so it follows the sessions and accounts: a session that was ended, a disabled account and a changed role reach the page at once;
/// a session that runs out, within ten seconds.
/// </summary>
internal sealed class CircuitSignIn : ServerAuthenticationStateProvider, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private readonly SessionCheck _check;
    private readonly SessionStore _sessions;
    private readonly AccountStore _accounts;
    private readonly ILogger<CircuitSignIn> _logger;
    private readonly ITimer _timer;
    private ClaimsPrincipal? _person;
    private int _gone;

    public CircuitSignIn(SessionCheck check, SessionStore sessions, AccountStore accounts, TimeProvider time, ILogger<CircuitSignIn> logger)
    {
        (_check, _sessions, _accounts, _logger) = (check, sessions, accounts, logger);
        AuthenticationStateChanged += Remember;
        sessions.Ended += OnEnded;
        accounts.Changed += OnChanged;
        _timer = time.CreateTimer(_ => _ = RefreshAsync(), null, Period, Period);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _gone, 1) != 0) return;
        AuthenticationStateChanged -= Remember;
        _sessions.Ended -= OnEnded;
        _accounts.Changed -= OnChanged;
        _timer.Dispose();
    }

    private void Remember(Task<AuthenticationState> state) => _ = RememberAsync(state);

    private async Task RememberAsync(Task<AuthenticationState> state)
    {
        try
        {
            _person = (await state).User;
        }
        catch (OperationCanceledException)
        {
            _person = null;
        }
    }

    private void OnEnded(string id)
    {
        if (_person?.FindFirstValue(Principals.SessionClaim) == id) _ = RefreshAsync();
    }

    private void OnChanged(string account)
    {
        if (string.Equals(_person?.Identity?.Name, account, StringComparison.OrdinalIgnoreCase)) _ = RefreshAsync();
    }

    private async Task RefreshAsync()
    {
        if (_person is not { Identity.IsAuthenticated: true } person) return;
        ClaimsPrincipal now;
        try
        {
            now = await _check.RefreshAsync(person, CancellationToken.None) ?? Principals.Nobody;
        }
        catch (Exception error) when (error is Domain.InputException or IOException)
        {
            _logger.LogError(error, "The account of an open page cannot be read; its rights are taken away.");
            now = Principals.Nobody;
        }

        if (_gone != 0 || now.Identity?.IsAuthenticated == true && Permissions.RoleOf(now) == Permissions.RoleOf(person)) return;
        SetAuthenticationState(Task.FromResult(new AuthenticationState(now)));
    }
}
