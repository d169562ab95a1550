using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.Recording;

namespace LtoAutoscope.Instruments.Tests.Recording;

public sealed class WireTailTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-tail-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ReadBackAsync_ByPages_GivesEveryLineOnceOverAllFilesNewestFirst()
    {
        for (int file = 1; file <= 3; file++) await WriteAsync(file, Enumerable.Range(0, 2000).Select(i => Line(file * 10_000 + i, i % 2 == 0 ? "control" : "stop")));
        var tail = new WireTail(_folder);
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            WirePage page = await tail.ReadBackAsync(cursor, 700, new WireFilter(), Token);
            seen.AddRange(page.Lines.Select(line => line.Text));
            cursor = page.Earlier;
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Range(1, 3).Reverse().SelectMany(file => Enumerable.Range(0, 2000).Reverse().Select(i => $"Q{file * 10_000 + i}\\r")), seen);
        Assert.Equal([3, 2, 1], tail.Files().Select(info => info.Number));
    }

    [Fact]
    public async Task ReadBackAsync_Filtered_GivesOnlyWhatMatches()
    {
        await WriteAsync(7, Enumerable.Range(0, 100).Select(i => Line(i, i % 10 == 0 ? "stop" : "control")));
        var tail = new WireTail(_folder);
        Assert.Equal(10, (await tail.ReadBackAsync(null, 50, new WireFilter("stop"), Token)).Lines.Count);
        Assert.Equal("Q42\\r", Assert.Single((await tail.ReadBackAsync(null, 50, new WireFilter("", "q42"), Token)).Lines).Text);
    }

    [Fact]
    public async Task ReadBackAsync_HalfWrittenLastLine_IsLeftOut()
    {
        await WriteAsync(1, [Line(1, "control"), "2026-11-27T01:00:00.0000"]);
        Assert.Single((await new WireTail(_folder).ReadBackAsync(null, 50, new WireFilter(), Token)).Lines);
    }

    [Fact]
    public async Task Open_NumberThatIsNotThere_IsNull()
    {
        await WriteAsync(1, []);
        var tail = new WireTail(_folder);
        Assert.Null(tail.Open(2));
        await Assert.ThrowsAsync<InputException>(() => tail.ReadBackAsync("../x", 1, new WireFilter(), Token));
        Assert.Empty((await new WireTail(Path.Combine(_folder, "none")).ReadBackAsync(null, 1, new WireFilter(), Token)).Lines);
    }

    private static string Line(int number, string purpose) => WireLine.Format(new WireRecord
    {
        At = DateTimeOffset.UnixEpoch.AddSeconds(number), Elapsed = TimeSpan.FromSeconds(number), Connection = 1, Purpose = purpose, Kind = WireRecordKind.Sent, Bytes = System.Text.Encoding.ASCII.GetBytes($"Q{number}\r"),
    });

    private Task WriteAsync(int number, IEnumerable<string> lines)
        => File.WriteAllTextAsync(Path.Combine(_folder, $"wire-{number:000000}.log"), string.Join('\n', lines.Prepend(WireLine.BeganAt(DateTimeOffset.UnixEpoch)).Prepend(WireLine.Header)) + "\n", Token);
}
