namespace LtoAutoscope.Pipeline.Tests;

/// <summary>The folders that ship with the program, found above the test's own folder.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Models => Path.Combine(Root, "models");

    public static string Config => Path.Combine(Root, "config");

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "LtoAutoscope.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("LtoAutoscope.sln stands nowhere above the tests.");
    }
}
