using LtoAutoscope.Daemon.Web.Access;

namespace LtoAutoscope.Daemon.Components.Access;

/// <summary>A part of the page Admin.</summary>
/// <param name="Name">Its word in the address.</param>
/// <param name="Title">Its word on the page.</param>
/// <param name="Words">What it holds.</param>
/// <param name="Needs">What the person must be allowed to.</param>
internal sealed record AdminTab(string Name, string Title, string Words, Permission Needs)
{
    /// <summary>The least role, for those below it.</summary>
    public string Least => $"needs {Permissions.LeastRole(Needs)}";

    /// <summary>All, in their order.</summary>
    public static IReadOnlyList<AdminTab> All { get; } =
    [
        new("accounts", "Accounts", "who may sign in, and as what", Permission.ManageAccounts),
        new("keys", "Keys", "by which programs sign in", Permission.ManageAccounts),
        new("sessions", "Sessions", "who is signed in, and where", Permission.ManageAccounts),
        new("backup", "Backup", "everything but the runs, in one archive", Permission.Maintain),
        new("about", "About", "version, licences, folders", Permission.OwnAccount),
    ];
}
