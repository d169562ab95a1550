using System.Net.Sockets;
using LtoAutoscope.Instruments.Xl30;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.Xl30;

/// <summary>The twin's server against clients that misbehave.</summary>
public sealed class Xl30ServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Registry_KnowsIt() => Assert.IsType<Xl30Server>(WireServers.Create("xl30", Xl30Bench.Twin(1), new TwinOptions()));

    [Fact]
    public async Task Server_OfEveryOperationWithAnyPayload_AnswersItsOwnOperation()
    {
        TwinMicroscope twin = Xl30Bench.Twin(5000);
        var server = new Xl30Server(twin);
        var random = new Random(1);
        for (int opcode = 0; opcode < 256; opcode++)
        {
            foreach (int length in (int[])[0, 3, 4, 8, 20, 44, 250])
            {
                var payload = new byte[length];
                random.NextBytes(payload);
                var request = new Xl30Message((Xl30Opcode)opcode, 0, payload);
                Xl30Message? answer = await server.AnswerAsync(new Xl30Finding(request, (byte)opcode, true, ""), Token);
                Assert.Equal(request.Opcode, answer!.Opcode);
                Assert.Equal(0, answer.Status & Xl30Message.ReservedBits);
            }
        }
    }

    /// <summary>10³ mutated requests over a socket: the server goes on, the stage stays within its travel, and the next client is served.</summary>
    [Fact]
    public async Task Server_AgainstAHostileClient_GoesOn()
    {
        TwinMicroscope twin = Xl30Bench.Twin(5000);
        await using WireListener listener = WireListener.OnTcp(new Xl30Server(twin), 0, link => link, NullLogger.Instance);
        int port = int.Parse(listener.Endpoint.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
        var random = new Random(8);
        byte[][] seeds = [.. Xl30Transcript.Load("exchanges.txt").Select(exchange => exchange.Request)];
        using (var client = new TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", port, Token);
            NetworkStream stream = client.GetStream();
            Task drain = stream.CopyToAsync(Stream.Null, Token);
            for (int i = 0; i < 1000; i++) await stream.WriteAsync(Xl30Mutation.Of(seeds[random.Next(seeds.Length)], random), Token);
            client.Client.Shutdown(SocketShutdown.Send);
            await drain.WaitAsync(TimeSpan.FromSeconds(60), Token);
        }

        Assert.InRange(twin.Stage.True.ZMm, 0, 40);
        await using Xl30Bench bench = await Xl30Bench.StartAsync(new Xl30Server(twin));
        Assert.Equal("XL30", bench.Microscope.Identity.Model);
    }

    [Fact]
    public async Task WriteTiff_OfAClientsName_StaysInItsFolder()
    {
        string folder = Directory.CreateTempSubdirectory("xl30").FullName;
        try
        {
            var server = new Xl30Server(Xl30Bench.Twin(100), folder);
            Xl30Message bad = await AskAsync(server, "..\\..");
            Assert.True(bad.IsError);
            Xl30Message good = await AskAsync(server, "C:\\XL\\..\\PIC.TIF");
            Assert.False(good.IsError);
            Assert.Equal(["PIC.TIF"], Directory.GetFiles(folder).Select(Path.GetFileName));
        }
        finally
        {
            Directory.Delete(folder, true);
        }

        static async Task<Xl30Message> AskAsync(Xl30Server server, string path)
        {
            byte[] payload = [0x10, 0, 0, 0, .. System.Text.Encoding.ASCII.GetBytes(path), 0, 0, 0, 0];
            var request = new Xl30Message(Xl30Opcode.WriteTiff, 0, payload);
            return (await server.AnswerAsync(new Xl30Finding(request, 84, true, ""), Token))!;
        }
    }
}
