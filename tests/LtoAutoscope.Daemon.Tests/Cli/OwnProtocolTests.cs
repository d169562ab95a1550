using System.Text.Json;
using LtoAutoscope.Daemon.Tests.EndToEnd;

namespace LtoAutoscope.Daemon.Tests.Cli;

/// <summary>A laboratory's own protocol by the verbs alone, as <c>docs/add-an-instrument.md</c> tells.</summary>
[Collection(Verbs.Name)]
public sealed class OwnProtocolTests : IDisposable
{
    private static readonly string Lab = Path.Combine(BuiltProgram.RepositoryRoot, "tests", "LtoAutoscope.Instruments.Tests", "WalkThrough", "lab");
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task TwinServesIt_TheVerbsWorkWithIt()
    {
        using BuiltProgram twin = BuiltProgram.Start(_folder.FullPath, "twin", "--json", "--protocols", Path.Combine(Lab, "protocols"), "--serve", "mx2");
        JsonElement endpoints = JsonDocument.Parse(await twin.FirstLineAsync()).RootElement.GetProperty("endpoints");
        string[] there = ["--config", Path.Combine(Lab, "instruments", "mx2-bench.yaml"), "--at", endpoints.GetProperty("sharksem").GetString()!, "--at", $"mx2={endpoints.GetProperty("mx2").GetString()}"];

        using BuiltProgram jog = await RunAsync(["instrument", "jog", "x", "--by", "0.5", "--json", .. there]);
        Assert.True(jog.ExitCode == 0, jog.Error);
        Assert.Equal(0.5, JsonDocument.Parse(jog.Output).RootElement.GetProperty("reached").GetDouble(), 0.001);

        using BuiltProgram check = await RunAsync(["instrument", "check", "--readings", "2", "--json", .. there]);
        Assert.True(check.ExitCode == 0, check.Error);
        Assert.Contains(JsonDocument.Parse(check.Output).RootElement.GetProperty("exchanges").EnumerateArray(), exchange => exchange.GetProperty("bytes").GetString() == @"WH\r");

        using BuiltProgram console = await RunAsync(["instrument", "console", "--part", "mx2", "ID", "GO X=0", .. there]);
        Assert.Equal(2, console.ExitCode);
        Assert.Contains("MX-2", console.Output, StringComparison.Ordinal);
        Assert.Contains("instrument jog", console.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--serve", "mx2")]
    [InlineData("--serve", "grbl=nowhere")]
    [InlineData("--protocols", "nowhere")]
    public async Task Twin_WhatItCannotServe_IsRefusedWithARemedy(string option, string value)
    {
        using BuiltProgram twin = await RunAsync("twin", option, value);
        Assert.Equal(2, twin.ExitCode);
        Assert.Equal("", twin.Output);
        Assert.Contains(value.Split('=')[^1], twin.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Task<BuiltProgram> RunAsync(params string[] arguments) => BuiltProgram.RunAsync(_folder.FullPath, arguments);
}
