using System.Net.Sockets;
using System.Text;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.Tests.Lines;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Servers;
using LtoAutoscope.Twin.Servers.RemCon32;

namespace LtoAutoscope.Instruments.Tests.RemCon32;

/// <summary>The twin's server by itself, and both ends against hostile ones.</summary>
public sealed class RemCon32ServerTests
{
    private const int Exchanges = 1000;
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Registry_OfTheTwin_HasTheServer() => Assert.IsType<RemCon32Server>(WireServers.Create("remcon32", RemCon32Bench.Twin(), new TwinOptions()));

    [Fact]
    public void FrameFolder_OfTheTwinsYaml_IsRead() => Assert.Equal("/srv/frames", TwinOptions.Parse("frame_folder: /srv/frames\n", "twin.yaml").FrameFolder);

    /// <summary>The driver's file and the server do not know of different commands.</summary>
    [Fact]
    public async Task Server_OfEveryRequestOfTheFile_KnowsIt()
    {
        TwinMicroscope twin = RemCon32Bench.Twin();
        string folder = Directory.CreateTempSubdirectory("remcon32").FullName;
        try
        {
            await using WireListener listener = RemCon32Bench.Listen(new RemCon32Server(twin, new RemCon32Options(), folder), false);
            await using IByteLink link = await LineBench.OpenAsync(listener.Endpoint, Token);
            foreach (LtoAutoscope.Instruments.Lines.LinePattern form in ProtocolLibrary.Load("remcon32").Commands.Values.SelectMany(command => command.Aliases.Prepend(command.Request)))
            {
                string answer = await AskAsync(link, form.Write(_ => LtoAutoscope.Instruments.Lines.LineValue.Of(5)));
                Assert.DoesNotContain("*600", answer, StringComparison.Ordinal);
                Assert.DoesNotContain("#", answer, StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public async Task Server_OfATooLongLine_SaysSo()
    {
        await using WireListener listener = RemCon32Bench.Listen(new RemCon32Server(RemCon32Bench.Twin(), new RemCon32Options(), null), false);
        await using IByteLink link = await LineBench.OpenAsync(listener.Endpoint, Token);
        Assert.Equal("@\r\n*617\r\n", await AskAsync(link, "STG " + new string('1', 5000)));
        Assert.Equal("@\r\n>\r\n", await AskAsync(link, ""));
    }

    [Fact]
    public async Task Pictures_UnderRunningNumbers_GoOnWhereTheyEnded()
    {
        string folder = Directory.CreateTempSubdirectory("remcon32").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "twin_0041.tif"), [0], Token);
            await using WireListener listener = RemCon32Bench.Listen(new RemCon32Server(RemCon32Bench.Twin(), new RemCon32Options(), folder), false);
            await using IByteLink link = await LineBench.OpenAsync(listener.Endpoint, Token);
            Assert.Equal("@\r\n>42\r\n", await AskAsync(link, "PHN?"));
            Assert.Equal("@\r\n>\r\n", await AskAsync(link, "FREC"));
            Assert.Equal("@\r\n>43\r\n", await AskAsync(link, "PHN?"));
            Assert.True(File.Exists(Path.Combine(folder, "twin_0042.tif")));
            // A beam that another generator scans gives the SEM no picture.
            Assert.Equal("@\r\n>\r\n", await AskAsync(link, "EDX 1"));
            Assert.Equal("@\r\n*616\r\n", await AskAsync(link, "FREC"));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <summary>10³ mutated requests over a socket: the server goes on, the stage stays within its travel, and the next client is served.</summary>
    [Fact]
    public async Task Server_AgainstAHostileClient_GoesOn()
    {
        TwinMicroscope twin = RemCon32Bench.Twin(5000);
        await using WireListener listener = RemCon32Bench.Listen(new RemCon32Server(twin, new RemCon32Options(), null), false);
        byte[][] seeds = [.. RemCon32Transcript.Load("twin.txt").Where(step => step.Kind == RemCon32Transcript.Request).Select(step => Encoding.Latin1.GetBytes(step.Text))];
        var random = new Random(8);
        using (var client = new TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", int.Parse(listener.Endpoint.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture), Token);
            NetworkStream stream = client.GetStream();
            Task drain = stream.CopyToAsync(Stream.Null, Token);
            for (int i = 0; i < Exchanges; i++) await stream.WriteAsync(Mutated(seeds[random.Next(seeds.Length)], random), Token);
            client.Client.Shutdown(SocketShutdown.Send);
            await drain.WaitAsync(TimeSpan.FromSeconds(60), Token);
        }

        Assert.InRange(twin.Stage.True.ZMm, 0, 40);
        Assert.InRange(twin.Stage.True.TiltDeg, -10, 60);
        await using IByteLink link = await LineBench.OpenAsync(listener.Endpoint, Token);
        Assert.Equal("@\r\n>\r\n", await AskAsync(link, ""));
    }

    /// <summary>10³ questions to a server half of whose answers are mutated: nothing but named faults, nothing unsafe out, and no answer is made up.</summary>
    [Fact]
    public async Task Driver_AgainstAHostileServer_OnlyMeetsNamedFaults()
    {
        var random = new Random(5);
        bool isHostile = false;
        ProtocolDefinition file = RemCon32Bench.Protocol;
        ProtocolDefinition quick = file with
        {
            Framing = file.Framing with { AcceptedTimeout = TimeSpan.FromMilliseconds(20), RefusedLinger = TimeSpan.FromMilliseconds(3) },
            Resynchronise = file.Resynchronise with { Quiet = TimeSpan.FromMilliseconds(3), Longest = TimeSpan.FromMilliseconds(200) },
        };
        var sem = new ScriptedSem(request =>
        {
            if (!isHostile || random.Next(2) == 0) return null;
            string usual = request switch { "VER?" => ScriptedSem.Version, "C95?" => "@\r\n>1 1 20 5 10 0 0.0\r\n", "BBL?" => "@\r\n>1\r\n", _ => "@\r\n>10\r\n" };
            return Encoding.Latin1.GetString(Mutated(Encoding.Latin1.GetBytes(usual), random)).Replace('~', '-');
        });
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(sem, change: settings => settings with { AnswerTimeout = TimeSpan.FromSeconds(2) }, protocol: file);
        await bench.Driver.DisposeAsync();
        await using RemCon32Bench hostile = await RemCon32Bench.StartAsync(sem, change: settings => settings with { AnswerTimeout = TimeSpan.FromMilliseconds(20) }, protocol: quick);
        isHostile = true;
        for (int i = 0; i < Exchanges; i++)
        {
            try
            {
                switch (random.Next(5))
                {
                    case 0:
                        await hostile.Stage.ReadPositionAsync(Token);
                        break;
                    case 1:
                        await hostile.Column.ReadWorkingDistanceMmAsync(Token);
                        break;
                    case 2:
                        await hostile.Column.ReadBlankAsync(Token);
                        break;
                    case 3:
                        await hostile.Driver.Detectors!.ReadSelectedAsync(0, Token);
                        break;
                    default:
                        await hostile.Stage.ReadMotionAsync(Token);
                        break;
                }
            }
            catch (InstrumentFaultException)
            {
                // Named, whatever it was.
            }
        }

        Assert.DoesNotContain(hostile.Sent, text => text is not ("VER?" or "SCM 0" or "C95?" or "FOC?" or "BBL?" or "DET?"));
    }

    private static byte[] Mutated(byte[] seed, Random random)
    {
        List<byte> bytes = [.. seed];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(bytes.Count + 1);
            switch (random.Next(5))
            {
                case 0 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1 when at < bytes.Count && bytes.Count > 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, (byte)"\r\n*>#@ 0-."[random.Next(10)]);
                    break;
                case 3:
                    bytes.InsertRange(at, seed);
                    break;
                default:
                    if (at > 0) bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Asks and reads both lines, or the one that begins with '#'.</summary>
    private static async Task<string> AskAsync(IByteLink link, string request)
    {
        await link.WriteAsync(Encoding.Latin1.GetBytes(request + "\r\n"), Token);
        var buffer = new byte[1024];
        string text = "";
        while (text.Split("\r\n").Length < 3 && !text.StartsWith("#\r\n", StringComparison.Ordinal))
        {
            int read = await link.ReadAsync(buffer, Token).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Token);
            Assert.NotEqual(0, read);
            text += Encoding.Latin1.GetString(buffer, 0, read);
        }

        return text;
    }
}
