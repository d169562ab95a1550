using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Audits;

/// <summary>
/// <c>audit/inbox/</c>: what a command at the terminal did beside a daemon that holds the trail, a file each. The daemon takes them into the trail within seconds, or at its next start.
/// </summary>
public static class AuditInbox
{
    private static string FolderOf(DataFolder data) => Path.Combine(data.Audit, "inbox");

    /// <summary>Leaves an entry.</summary>
    public static Task DropAsync(DataFolder data, AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(entry);
        string folder = FolderOf(data);
        Directory.CreateDirectory(folder);
        return JsonFile.WriteAsync(Path.Combine(folder, FormattableString.Invariant($"{entry.At:yyyyMMddHHmmssfffffff}-{Guid.NewGuid():N}.json")), entry, cancellationToken);
    }

    /// <summary>Takes what was left into the trail, oldest first.</summary>
    /// <returns>How many entries.</returns>
    public static async Task<int> TakeAsync(DataFolder data, IAuditTrail trail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(trail);
        if (!Directory.Exists(FolderOf(data))) return 0;
        int taken = 0;
        foreach (string path in Directory.EnumerateFiles(FolderOf(data), "*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                await trail.RecordAsync(await JsonFile.ReadAsync<AuditEntry>(path, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
                taken++;
            }
            catch (InputException)
            {
                // Not of our making: put aside, so that it stands in nobody's way.
                File.Move(path, path + ".unread", overwrite: true);
                continue;
            }

            File.Delete(path);
        }

        return taken;
    }
}
