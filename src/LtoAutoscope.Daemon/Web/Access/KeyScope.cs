namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>How far a program's key reaches; never further than its account's role.</summary>
public static class KeyScope
{
    /// <summary>Type of the claim that carries a scope; a person at a browser has none, and is bound by the role alone.</summary>
    public const string ClaimType = "scope";

    /// <summary>Reads.</summary>
    public const string Read = "read";

    /// <summary>Reads, and proposes samples, cells and jobs.</summary>
    public const string Queue = "queue";

    /// <summary>Runs queue and instrument besides.</summary>
    public const string Operate = "operate";

    /// <summary>Everything that the account may.</summary>
    public const string Full = "full";

    /// <summary>All scopes, narrowest first.</summary>
    public static IReadOnlyList<string> All { get; } = [Read, Queue, Operate, Full];

    /// <summary>The narrowest scope that a permission needs. Stop needs none.</summary>
    public static string For(Permission permission) => permission switch
    {
        Permission.Look or Permission.Stop => Read,
        Permission.Propose => Queue,
        Permission.Run or Permission.Control => Operate,
        _ => Full,
    };

    /// <summary>Whether a scope includes another.</summary>
    public static bool Includes(string scope, string needed)
    {
        int held = All.ToList().IndexOf(scope);
        return held >= 0 && held >= All.ToList().IndexOf(needed);
    }
}
