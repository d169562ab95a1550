using System.Net.Sockets;
using System.Text;
using LtoAutoscope.Twin.Faults;
using LtoAutoscope.Twin.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Twin.Tests.Faults;

public sealed class WireFaultsTests : IAsyncDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private readonly WireFaults _faults = new(TimeProvider.System);
    private readonly EchoServer _echo = new();
    private readonly WireListener _listener;

    public WireFaultsTests()
        => _listener = WireListener.OnTcp(_echo, 0, link => new FaultyLink(link, _faults["echo"], TimeProvider.System), NullLogger.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    [Fact]
    public async Task NoTrouble_EchoesWholeAndOftenAsIs()
    {
        using TcpClient client = await ConnectAsync();
        for (int i = 0; i < 20; i++) Assert.Equal("hello", await AskAsync(client, "hello"));
    }

    [Fact]
    public async Task Cut_BreaksTheConnectionAndANewOneIsServed()
    {
        using TcpClient client = await ConnectAsync();
        Assert.Equal("a", await AskAsync(client, "a"));
        _faults.CutNow();
        Assert.Equal("", await ReadAsync(client, 1));
        using TcpClient again = await ConnectAsync();
        Assert.Equal("b", await AskAsync(again, "b"));
    }

    [Fact]
    public async Task CutAfter_BreaksInTheMiddleOfTheAnswer()
    {
        using TcpClient client = await ConnectAsync();
        _faults["echo"].CutAfter(3);
        Assert.Equal("hel", await AskAsync(client, "hello"));
        Assert.Equal("", await ReadAsync(client, 1));
    }

    [Fact]
    public async Task Refuse_ClosesNewConnectionsForAWhile()
    {
        using TcpClient client = await ConnectAsync();
        Assert.Equal("a", await AskAsync(client, "a"));
        _faults.Restart(TimeSpan.FromMinutes(10));
        Assert.Equal("", await ReadAsync(client, 1));
        using TcpClient early = await ConnectAsync();
        Assert.Equal("", await ReadAsync(early, 1));
        _faults.Clear();
        using TcpClient late = await ConnectAsync();
        Assert.Equal("b", await AskAsync(late, "b"));
    }

    [Fact]
    public async Task Stall_HoldsBytesBackAndThenAllCome()
    {
        using TcpClient client = await ConnectAsync();
        Assert.Equal("a", await AskAsync(client, "a"));
        _faults.StallFor(Long);
        await SendAsync(client, "one");
        await SendAsync(client, "two");
        Assert.False(await HasBytesAsync(client));
        Assert.Equal(1, _echo.Received);
        _faults.Clear();
        Assert.Equal("onetwo", await ReadAsync(client, 6));
    }

    [Fact]
    public async Task HalfOpen_SwallowsBothWaysAndStaysConnected()
    {
        using TcpClient client = await ConnectAsync();
        Assert.Equal("a", await AskAsync(client, "a"));
        _faults.HalfOpenFor(Long);
        await SendAsync(client, "lost");
        Assert.False(await HasBytesAsync(client));
        _faults.Clear();
        Assert.Equal("kept", await AskAsync(client, "kept"));
        Assert.Equal(5, _echo.Received);
    }

    [Fact]
    public async Task Garble_ChangesThatManyBytesAndNoMore()
    {
        using TcpClient client = await ConnectAsync();
        _faults["echo"].GarbleNext(3);
        string garbled = await AskAsync(client, "abcdef");
        Assert.Equal(6, garbled.Length);
        Assert.All(Enumerable.Range(0, 3), i => Assert.NotEqual("abcdef"[i], garbled[i]));
        Assert.Equal("def", garbled[3..]);
        Assert.Equal("abcdef", await AskAsync(client, "abcdef"));
    }

    [Fact]
    public async Task Swallow_LosesOneAnswerThoughTheServerGotTheQuestion()
    {
        using TcpClient client = await ConnectAsync();
        _faults.SwallowNext();
        await SendAsync(client, "lost");
        await Until(() => _echo.Received == 4);
        Assert.False(await HasBytesAsync(client));
        Assert.Equal("kept", await AskAsync(client, "kept"));
    }

    [Fact]
    public async Task Late_AnswersKeepTheirOrderAndComeAfterTheNextQuestion()
    {
        using TcpClient client = await ConnectAsync();
        Assert.Equal("a", await AskAsync(client, "a"));
        _faults.DelayAnswers(TimeSpan.FromMilliseconds(600), Long);
        long asked = TimeProvider.System.GetTimestamp();
        await SendAsync(client, "first");
        await Until(() => _echo.Received == 6);
        await SendAsync(client, "second");
        Assert.Equal("firstsecond", await ReadAsync(client, 11));
        Assert.True(TimeProvider.System.GetElapsedTime(asked) > TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task Endpoint_OfItsOwn_LeavesTheOthersAlone()
    {
        var other = new EchoServer();
        await using WireListener listener = WireListener.OnTcp(other, 0, link => new FaultyLink(link, _faults["other"], TimeProvider.System), NullLogger.Instance);
        using TcpClient client = await ConnectAsync();
        using TcpClient beside = await ConnectAsync(listener);
        Assert.Equal("a", await AskAsync(client, "a"));
        Assert.Equal("a", await AskAsync(beside, "a"));
        _faults["other"].CutNow();
        Assert.Equal("", await ReadAsync(beside, 1));
        Assert.Equal("b", await AskAsync(client, "b"));
    }

    [Fact]
    public async Task Restart_OnASerialLine_IsSilenceAndNotACut()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pseudo-terminals are to be had on Linux only.");
        var link = new MemoryLink();
        await using var faulty = new FaultyLink(link, _faults["pty"], TimeProvider.System, isSerial: true);
        _faults.Restart(TimeSpan.FromMinutes(10));
        await faulty.WriteAsync("lost"u8.ToArray(), Token);
        Assert.Equal((0, false), (link.Written.Count, link.IsClosed));
        _faults.Clear();
        await faulty.WriteAsync("kept"u8.ToArray(), Token);
        Assert.Equal("kept"u8.ToArray(), link.Written);
        _faults.CutNow();
        Assert.True(link.IsClosed);
    }

    private Task<TcpClient> ConnectAsync() => ConnectAsync(_listener);

    private static async Task<TcpClient> ConnectAsync(WireListener listener)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", int.Parse(listener.Endpoint.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture), Token);
        return client;
    }

    private static ValueTask SendAsync(TcpClient client, string text) => client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), Token);

    private static async Task<string> AskAsync(TcpClient client, string text)
    {
        await SendAsync(client, text);
        return await ReadAsync(client, text.Length);
    }

    /// <summary>So many bytes, or what came until the connection broke.</summary>
    private static async Task<string> ReadAsync(TcpClient client, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, Token);
        var bytes = new byte[count];
        int read = 0;
        try
        {
            while (read < count && await client.GetStream().ReadAsync(bytes.AsMemory(read), either.Token) is var more and > 0) read += more;
        }
        catch (IOException)
        {
            // Reset rather than closed.
        }

        return Encoding.Latin1.GetString(bytes, 0, read);
    }

    private static async Task<bool> HasBytesAsync(TcpClient client)
    {
        await Task.Delay(150, Token);
        return client.Available > 0;
    }

    private static async Task Until(Func<bool> condition)
    {
        for (int i = 0; i < 6000 && !condition(); i++) await Task.Delay(5, Token);
        Assert.True(condition());
    }
}
