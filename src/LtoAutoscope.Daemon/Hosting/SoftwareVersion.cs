using System.Reflection;

namespace LtoAutoscope.Daemon.Hosting;

/// <summary>The version that run records and reports carry.</summary>
internal static class SoftwareVersion
{
    /// <summary>Version with the commit it was built from, where the build knew it.</summary>
    public static string Current { get; } =
        typeof(SoftwareVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
