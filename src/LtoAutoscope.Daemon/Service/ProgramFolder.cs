using LtoAutoscope.Domain;

namespace LtoAutoscope.Daemon.Service;

/// <summary>Puts a published folder in its place: copied beside, then swapped by two renames, so that no start ever finds half of it.</summary>
internal static class ProgramFolder
{
    /// <summary>Refuses a folder that is not a published one.</summary>
    /// <exception cref="InputException">Parts are missing.</exception>
    public static void RequirePublished(string source)
    {
        string executable = Path.Combine(source, OperatingSystem.IsWindows() ? "lto-autoscope.exe" : "lto-autoscope");
        string[] missing = [.. ((string[])["wwwroot", "config", "models"]).Where(part => !Directory.Exists(Path.Combine(source, part)))];
        if (missing.Length > 0 || !File.Exists(executable))
            throw new InputException($"this is no published folder ({(missing.Length > 0 ? "without " + string.Join(", ", missing) : "without its program")})", source, "Run the program from the folder that packaging/publish.sh made");
    }

    /// <summary>Copies the folder and swaps it in; what stood there before is deleted afterwards. Nothing is done when the program already runs from there.</summary>
    public static void Install(string source, string target)
    {
        string from = Path.TrimEndingDirectorySeparator(Path.GetFullPath(source)), to = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        if (from == to) return;
        string fresh = to + ".new", old = to + ".old";
        Delete(fresh);
        Delete(old);
        Copy(from, fresh);
        if (Directory.Exists(to)) Directory.Move(to, old);
        Directory.Move(fresh, to);
        Delete(old);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories)) Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)) File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
