using System.Runtime.Versioning;
using System.Text;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Twin.Servers;

namespace LtoAutoscope.Instruments.Tests.Transports;

/// <summary>Serial ports over real pseudo-terminals; disposing the terminal is pulling the plug.</summary>
[SupportedOSPlatform("linux")]
public sealed class SerialLinkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAndWrite_AnyBytes_ComeThroughUnchanged()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        using var terminal = PseudoTerminal.Open();
        await using var link = SerialLink.Open(terminal.Path, 115200);
        await link.WriteAsync(all, Token);
        Assert.Equal(all, await ReceiveAsync(buffer => terminal.ReadAsync(buffer, PatientTime.Instance, Token), all.Length));
        await terminal.WriteAsync(all, PatientTime.Instance, Token);
        Assert.Equal(all, await ReceiveAsync(async buffer => await link.ReadAsync(buffer, Token), all.Length));
    }

    [Fact]
    public async Task Read_Unplugged_EndsInLinkLostWithinTwoSeconds()
    {
        var terminal = PseudoTerminal.Open();
        await using var link = SerialLink.Open(terminal.Path, 9600);
        ValueTask<int> reading = link.ReadAsync(new byte[16], Token);
        Assert.False(reading.IsCompleted);
        long pulled = PatientTime.Instance.GetTimestamp();
        terminal.Dispose();
        await AssertLostAsync(() => reading.AsTask());
        Assert.InRange(PatientTime.Instance.GetElapsedTime(pulled), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        await AssertLostAsync(() => link.ReadAsync(new byte[16], Token).AsTask());
        await AssertLostAsync(() => link.WriteAsync("PX\r"u8.ToArray(), Token).AsTask());
    }

    [Fact]
    public async Task Read_UnpluggedWithAnAnswerWaiting_GivesTheAnswerFirst()
    {
        var terminal = PseudoTerminal.Open();
        await using var link = SerialLink.Open(terminal.Path, 9600);
        await terminal.WriteAsync("R\r"u8.ToArray(), PatientTime.Instance, Token);
        var buffer = new byte[16];
        Assert.Equal("R\r", Encoding.ASCII.GetString(buffer, 0, await link.ReadAsync(buffer, Token)));
        terminal.Dispose();
        await AssertLostAsync(() => link.ReadAsync(buffer, Token).AsTask());
    }

    [Fact]
    public async Task Dispose_WhileReading_EndsTheReadAndThePortCanBeOpenedAgain()
    {
        using var terminal = PseudoTerminal.Open();
        for (int round = 0; round < 5; round++)
        {
            var link = SerialLink.Open(terminal.Path, 9600);
            Task<int> reading = link.ReadAsync(new byte[16], Token).AsTask();
            await link.DisposeAsync().AsTask().WaitAsync(Patience, Token);
            await AssertLostAsync(() => reading);
            await link.DisposeAsync();
        }
    }

    [Fact]
    public async Task Dispose_WhileAWriteIsStuck_EndsBoth()
    {
        using var terminal = PseudoTerminal.Open();
        var link = SerialLink.Open(terminal.Path, new SerialSettings { WriteTimeout = TimeSpan.FromMinutes(10) }, PatientTime.Instance);
        Task stuck = link.WriteAsync(new byte[1 << 20], Token).AsTask();
        Task behind = link.WriteAsync(new byte[1], Token).AsTask();
        Assert.False(stuck.IsCompleted);
        await link.DisposeAsync().AsTask().WaitAsync(Patience, Token);
        await AssertLostAsync(() => stuck);
        await AssertLostAsync(() => behind);
    }

    [Fact]
    public async Task Write_NoRoomForLong_IsLinkLost()
    {
        using var terminal = PseudoTerminal.Open();
        await using var link = SerialLink.Open(terminal.Path, new SerialSettings { WriteTimeout = TimeSpan.FromMilliseconds(100) }, PatientTime.Instance);
        InstrumentFaultException fault = await AssertLostAsync(() => link.WriteAsync(new byte[1 << 20], Token).AsTask());
        Assert.Contains("takes no bytes", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_RightAfterAWrite_DoesNotLoseTheLastWord()
    {
        using var terminal = PseudoTerminal.Open();
        await using (var link = SerialLink.Open(terminal.Path, 9600)) await link.WriteAsync("K\r"u8.ToArray(), Token);
        Assert.Equal("K\r"u8.ToArray(), await ReceiveAsync(buffer => terminal.ReadAsync(buffer, PatientTime.Instance, Token), 2));
    }

    [Fact]
    public async Task Read_Cancelled_KeepsThePortAndLosesNothing()
    {
        using var terminal = PseudoTerminal.Open();
        await using var link = SerialLink.Open(terminal.Path, 9600);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => link.ReadAsync(new byte[4], soon.Token).AsTask());
        await terminal.WriteAsync("0\r"u8.ToArray(), PatientTime.Instance, Token);
        Assert.Equal("0\r"u8.ToArray(), await ReceiveAsync(async buffer => await link.ReadAsync(buffer, Token), 2));
    }

    [Fact]
    public async Task Open_PortInUse_SaysSo()
    {
        using var terminal = PseudoTerminal.Open();
        await using var first = SerialLink.Open(terminal.Path, 9600);
        var fault = Assert.Throws<InstrumentFaultException>(() => SerialLink.Open(terminal.Path, 9600));
        Assert.Equal(Fault.Unreachable, fault.Fault);
        Assert.Contains("another program", fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/no-such-port")]
    [InlineData("/dev/null")]
    public void Open_NoPort_IsUnreachable(string path)
        => Assert.Equal(Fault.Unreachable, Assert.Throws<InstrumentFaultException>(() => SerialLink.Open(path, 9600)).Fault);

    [Fact]
    public async Task Open_EveryKindOfSetting_WorksOnATerminal()
    {
        using var terminal = PseudoTerminal.Open();
        var settings = new SerialSettings { BaudRate = 250_000, DataBits = 8, StopBits = 2, Dtr = false, Rts = true };
        await using var link = SerialLink.Open(terminal.Path, settings, PatientTime.Instance);
        await link.WriteAsync("?"u8.ToArray(), Token);
        Assert.Equal("?"u8.ToArray(), await ReceiveAsync(buffer => terminal.ReadAsync(buffer, PatientTime.Instance, Token), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SerialLink.Open(terminal.Path, new SerialSettings { DataBits = 9 }, PatientTime.Instance));
    }

    [Fact]
    public async Task OpenAsync_WithSettling_DropsTheGreetingOnly()
    {
        using var terminal = PseudoTerminal.Open();
        var endpoint = LinkEndpoint.Serial(terminal.Path, new SerialSettings { SettleTime = TimeSpan.FromMilliseconds(600) });
        Task<IByteLink> opening = endpoint.OpenAsync(Patience, PatientTime.Instance, Token);
        await PatientTime.DelayAsync(50, Token);
        await terminal.WriteAsync("Grbl 1.1f\r\n"u8.ToArray(), PatientTime.Instance, Token);
        await using IByteLink link = await opening;
        await terminal.WriteAsync("ok\r\n"u8.ToArray(), PatientTime.Instance, Token);
        Assert.Equal("ok\r\n"u8.ToArray(), await ReceiveAsync(async buffer => await link.ReadAsync(buffer, Token), 4));
    }

    [Fact]
    public async Task IsPresent_DeviceNodeRemoved_IsFalseThoughTheDescriptorIsOpen()
    {
        string node = Path.GetTempFileName();
        await using var open = new FileStream(node, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        int descriptor = (int)open.SafeFileHandle.DangerousGetHandle();
        Assert.True(LinuxTerminal.IsPresent(descriptor));
        File.Delete(node);
        Assert.False(LinuxTerminal.IsPresent(descriptor));
    }

    private static async Task<byte[]> ReceiveAsync(Func<byte[], Task<int>> read, int count)
    {
        var received = new List<byte>();
        var buffer = new byte[64];
        while (received.Count < count) received.AddRange(buffer.AsSpan(0, await read(buffer).WaitAsync(Patience, Token)));
        return [.. received];
    }

    private static async Task<InstrumentFaultException> AssertLostAsync(Func<Task> action)
    {
        var fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => action().WaitAsync(Patience, Token));
        Assert.Equal(Fault.LinkLost, fault.Fault);
        return fault;
    }
}
