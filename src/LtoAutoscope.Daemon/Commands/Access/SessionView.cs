namespace LtoAutoscope.Daemon.Commands.Access;

/// <summary>Somebody's sign-in at one browser.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Account">Of whom.</param>
/// <param name="CreatedAt">When the person signed in, UTC.</param>
/// <param name="LastSeenAt">When the browser last asked for something, UTC; exact to five minutes.</param>
/// <param name="ExpiresAt">When it ends by itself, UTC.</param>
/// <param name="From">The browser's address.</param>
/// <param name="Agent">What the browser calls itself.</param>
/// <param name="By">How the person signed in.</param>
/// <param name="IsOwn">Whether it is the session that asks.</param>
public sealed record SessionView(string Id, string Account, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, string From, string Agent, string By, bool IsOwn);
