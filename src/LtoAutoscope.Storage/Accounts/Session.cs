namespace LtoAutoscope.Storage.Accounts;

/// <summary><c>accounts/sessions/ID.json</c>: somebody's sign-in at one browser.</summary>
public sealed record Session
{
    /// <summary>Its id, which the browser's cookie carries encrypted.</summary>
    public required string Id { get; init; }

    /// <summary>The account.</summary>
    public required string Account { get; init; }

    /// <summary>When the person signed in, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the browser last asked for something, UTC; exact to some minutes.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When it ends by itself, UTC; put off while the browser is used.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The account's security stamp at the sign-in.</summary>
    public required string Stamp { get; init; }

    /// <summary>The browser's address.</summary>
    public string From { get; init; } = "";

    /// <summary>What the browser calls itself, at most 200 characters.</summary>
    public string Agent { get; init; } = "";

    /// <summary>How: <c>password</c>, <c>second_factor</c>, <c>recovery_code</c>, <c>first_run</c> or <c>openid_connect</c>.</summary>
    public string By { get; init; } = "password";
}
