using LtoAutoscope.Domain;

namespace LtoAutoscope.Daemon.Alerts.Configuration;

/// <summary>Finds a secret where the settings say that it is. It is read anew for each use, so that a changed password needs no restart.</summary>
internal static class Secret
{
    private const string Environment = "env:", File = "file:", Clear = "clear:";

    /// <summary>Reads a secret; null where none is named.</summary>
    /// <param name="source"><c>env:NAME</c>, <c>file:PATH</c> (its first line) or <c>clear:TEXT</c>.</param>
    /// <param name="key">The key that named it, for messages.</param>
    /// <exception cref="InputException">The source is of another form, or there is nothing; the message never holds the secret.</exception>
    public static string? Read(string? source, string key)
    {
        if (source is null) return null;
        if (source.StartsWith(Clear, StringComparison.Ordinal)) return source[Clear.Length..];
        if (source.StartsWith(Environment, StringComparison.Ordinal))
        {
            string name = source[Environment.Length..];
            return System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
                ? value
                : throw new InputException($"the environment variable {name} is not set", key, "Set it for the daemon (a systemd unit: EnvironmentFile=), or name another source");
        }

        if (!source.StartsWith(File, StringComparison.Ordinal))
            throw new InputException("the secret's source has no known form", key, "Write env:NAME, file:PATH, or clear:TEXT when it may stand in the file");
        string path = source[File.Length..];
        try
        {
            return System.IO.File.ReadLines(path).FirstOrDefault()?.Trim() is { Length: > 0 } line
                ? line
                : throw new InputException($"the file {path} is empty", key, "Write the secret into its first line");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"the file {path} cannot be read ({error.Message.TrimEnd('.')})", key, "Make the file, readable by the daemon's user only", error);
        }
    }
}
