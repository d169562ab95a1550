using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Storage.Audits;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Storage.Tests.Audits;

public sealed class AuditTrailTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Record_ThenOpenAgain_GoesOnWithTheChain()
    {
        using DataFolder data = await OpenAsync();
        await FillAsync(data, 3);
        await FillAsync(data, 2);
        AuditVerification verified = await AuditVerification.OfAsync(PathOf(data), Token);
        Assert.Null(verified.Problem);
        Assert.Equal([1L, 2, 3, 4, 5], verified.Lines.Select(line => line.Number));
        Assert.Equal("queue.move", verified.Lines[0].Entry.Action);
    }

    [Theory]
    [InlineData("changed", "line 3 does not fit its own hash")]
    [InlineData("taken out", "line 3 does not follow the line before it")]
    [InlineData("swapped", "line 2 does not follow the line before it")]
    [InlineData("shortened", "line 5 has no hash at its end")]
    public async Task Verify_TrailWasTamperedWith_SaysWhere(string how, string expected)
    {
        using DataFolder data = await OpenAsync();
        await FillAsync(data, 5);
        string[] lines = await File.ReadAllLinesAsync(PathOf(data), Token);
        string[] tampered = how switch
        {
            "changed" => [.. lines.Select((line, i) => i == 2 ? line.Replace("ada", "eve", StringComparison.Ordinal) : line)],
            "taken out" => [.. lines.Where((_, i) => i != 2)],
            "swapped" => [lines[0], lines[2], lines[1], .. lines[3..]],
            _ => [.. lines[..4], "{}"],
        };
        await File.WriteAllTextAsync(PathOf(data), string.Concat(tampered.Select(line => line + "\n")), Token);
        Assert.StartsWith(expected, (await AuditVerification.OfAsync(PathOf(data), Token)).Problem, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InputException>(() => AuditTrail.OpenAsync(data, Token));
    }

    [Fact]
    public async Task Open_LastLineWasTorn_CutsItOffAndGoesOn()
    {
        using DataFolder data = await OpenAsync();
        await FillAsync(data, 2);
        await File.AppendAllTextAsync(PathOf(data), "{\"number\":3,\"prev", Token);
        await FillAsync(data, 1);
        AuditVerification verified = await AuditVerification.OfAsync(PathOf(data), Token);
        Assert.Null(verified.Problem);
        Assert.Equal(3, verified.Lines.Count);
    }

    [Fact]
    public async Task Read_FilterAndPage_NewestFirst()
    {
        using DataFolder data = await OpenAsync();
        await FillAsync(data, 6);
        using AuditTrail trail = await AuditTrail.OpenAsync(data, Token);
        long[] numbers = [.. (await trail.ReadAsync(entry => entry.Target != "job-5", 1, 2, Token)).Select(line => line.Number)];
        Assert.Equal([4, 3], numbers);
    }

    [Fact]
    public async Task Record_FromManyAtOnce_KeepsTheChainWhole()
    {
        using DataFolder data = await OpenAsync();
        using (AuditTrail trail = await AuditTrail.OpenAsync(data, Token))
            await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => trail.RecordAsync(Entry(i), Token))));
        AuditVerification verified = await AuditVerification.OfAsync(PathOf(data), Token);
        Assert.Null(verified.Problem);
        Assert.Equal(40, verified.Lines.Count);
    }

    private static string PathOf(DataFolder data) => Path.Combine(data.Audit, AuditTrail.FileName);

    private static AuditEntry Entry(int i) => new() { At = DateTimeOffset.UnixEpoch.AddSeconds(i), Who = "ada", Role = "Operator", From = "127.0.0.1", Action = "queue.move", Target = $"job-{i}", Before = "{\"place\":2}", After = "{\"place\":1}", Result = AuditResult.Done };

    private static async Task FillAsync(DataFolder data, int count)
    {
        using AuditTrail trail = await AuditTrail.OpenAsync(data, Token);
        for (int i = 0; i < count; i++) await trail.RecordAsync(Entry(i), Token);
    }

    private Task<DataFolder> OpenAsync() => DataFolder.OpenAsync(_folder.FullPath, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
}
