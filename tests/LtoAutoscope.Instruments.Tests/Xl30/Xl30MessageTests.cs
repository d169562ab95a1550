using CsCheck;
using LtoAutoscope.Instruments.Xl30;

namespace LtoAutoscope.Instruments.Tests.Xl30;

/// <summary>The bytes of the protocol.</summary>
public sealed class Xl30MessageTests
{
    private static readonly Gen<Xl30Message> AnyMessage =
        Gen.Select(Gen.Byte, Gen.Byte, Gen.Byte.Array[0, Xl30Message.MaximumPayload], (opcode, status, payload) => new Xl30Message((Xl30Opcode)opcode, status, payload));

    [Fact]
    public void Encode_GetHighTension_IsTheKnownExample()
        => Assert.Equal("05090200000000" + "0010", Convert.ToHexString(Xl30Message.Ask(Xl30Opcode.GetHighTension).Encode()));

    [Fact]
    public void Encode_GetStagePosition_IsTheKnownExample()
        => Assert.Equal("0519BE00" + new string('0', 40) + "DC", Convert.ToHexString(Xl30Message.Ask(Xl30Opcode.GetStagePosition, 20).Encode()));

    [Fact]
    public void Error_OfANumber_ReadsBack()
    {
        Xl30Message error = Xl30Message.Error(Xl30Opcode.SetHighTension, 0xDEADBEEF);
        Assert.Equal("05090380EFBEADDE", Convert.ToHexString(error.Encode()[..^1]));
        Assert.True(error.IsError);
        Assert.Equal(0xDEADBEEF, error.ErrorNumber);
    }

    [Fact]
    public void Message_WithTooLongAPayload_IsRefused()
        => Assert.Throws<ArgumentException>(() => new Xl30Message(Xl30Opcode.SetDataBar, 0, new byte[Xl30Message.MaximumPayload + 1]));

    [Fact]
    public void Float_OfWhatIsNoNumber_IsRefused()
    {
        Assert.Throws<FormatException>(() => Xl30Message.Floats(Xl30Opcode.GetSpotSize, double.NaN).Float(0));
        Assert.Throws<FormatException>(() => Xl30Message.Floats(Xl30Opcode.GetSpotSize, 1).Float(1));
        Assert.Throws<FormatException>(() => new Xl30Message(Xl30Opcode.GetIdentity, 0, [1, 2, 3]).Word(1));
    }

    [Fact]
    public void Reader_OfManyMessagesInAnyPieces_FindsThemAll()
        => Gen.Select(AnyMessage.Array[1, 6], Gen.Int[1, 40]).Sample((messages, piece) =>
        {
            byte[] stream = [.. messages.SelectMany(message => message.Encode())];
            var reader = new Xl30MessageReader();
            for (int at = 0; at < stream.Length; at += piece) reader.Add(stream.AsSpan(at, Math.Min(piece, stream.Length - at)));
            foreach (Xl30Message message in messages)
            {
                Assert.True(reader.TryTake(out Xl30Finding finding));
                Assert.Equal(message.Encode(), finding.Message!.Encode());
            }

            Assert.False(reader.TryTake(out _));
            Assert.False(reader.IsInside);
        }, iter: 2000);

    [Fact]
    public void Reader_OfOneChangedByteInThePayload_SeesTheChecksum()
        => Gen.Select(AnyMessage, Gen.Int[0, 300], Gen.Byte[1, 255]).Sample((message, at, change) =>
        {
            byte[] bytes = message.Encode();
            int place = 2 + at % (bytes.Length - 2);
            bytes[place] = unchecked((byte)(bytes[place] + change));
            var reader = new Xl30MessageReader();
            reader.Add(bytes);
            Assert.True(reader.TryTake(out Xl30Finding finding));
            Assert.Null(finding.Message);
            Assert.True(finding.IsWhole);
        }, iter: 2000);

    [Fact]
    public void Reader_AfterAnyBytesAndAClear_UnderstandsAgain()
        => Gen.Select(Gen.Byte.Array[0, 600], AnyMessage).Sample((noise, message) =>
        {
            var reader = new Xl30MessageReader();
            reader.Add(noise);
            reader.Clear();
            reader.Add(message.Encode());
            Assert.True(reader.TryTake(out Xl30Finding finding));
            Assert.Equal(message.Encode(), finding.Message!.Encode());
        }, iter: 1000);

    /// <summary>10⁶ messages with bytes changed, lost and put in: whatever is found has a right checksum and no more bytes than came.</summary>
    [Fact]
    public void Reader_OfAMillionMutatedMessages_FindsOnlyRightOnes()
    {
        var random = new Random(30);
        var reader = new Xl30MessageReader();
        long found = 0, defects = 0;
        byte[][] seeds = [.. Xl30Transcript.Load("exchanges.txt").SelectMany(exchange => new[] { exchange.Request, exchange.Answer ?? [] })];
        for (int i = 0; i < 1_000_000; i++)
        {
            reader.Add(Xl30Mutation.Of(seeds[random.Next(seeds.Length)], random));
            while (reader.TryTake(out Xl30Finding finding))
            {
                if (finding.Message is not { } message)
                {
                    Assert.NotEmpty(finding.Defect);
                    defects++;
                    continue;
                }

                found++;
                byte[] bytes = message.Encode();
                if (Xl30Message.Checksum(bytes.AsSpan(..^1)) != bytes[^1] || bytes.Length != bytes[1]) Assert.Fail(Convert.ToHexString(bytes));
            }
        }

        Assert.True(found > 10_000 && defects > 10_000, $"{found} found, {defects} defects");
    }
}
