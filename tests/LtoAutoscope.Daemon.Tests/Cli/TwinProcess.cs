using System.Text.Json;
using System.Text.RegularExpressions;
using LtoAutoscope.Daemon.Tests.EndToEnd;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Daemon.Tests.Cli;

/// <summary>A twin as a process for all tests of a class, and a configuration that leads to it.</summary>
public sealed class TwinProcess : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private BuiltProgram? _twin;

    public string Endpoint { get; private set; } = "";

    public string Configuration => _folder.PathOf("mine.yaml");

    public async ValueTask InitializeAsync()
    {
        _twin = BuiltProgram.Start(_folder.FullPath, "twin", "--json", "--sharksem-port", "0");
        Endpoint = JsonDocument.Parse(await _twin.FirstLineAsync()).RootElement.GetProperty("endpoints").GetProperty("sharksem").GetString()!;
        string shipped = await File.ReadAllTextAsync(Path.Combine(BuiltProgram.RepositoryRoot, "config", "instruments", "twin.yaml"));
        await AtomicFile.WriteTextAsync(Configuration, Regex.Replace(shipped, @"port: 8300\b", $"port: {Endpoint.Split(':')[1]}"));
    }

    public ValueTask DisposeAsync()
    {
        _twin?.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
