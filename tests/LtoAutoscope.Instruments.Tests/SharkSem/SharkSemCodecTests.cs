using System.Globalization;
using CsCheck;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Instruments.SharkSem;

namespace LtoAutoscope.Instruments.Tests.SharkSem;

public sealed class SharkSemCodecTests
{
    public static TheoryData<string> Files => [.. Transcript.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_GoldenBytes_GiveWhatTheyMean(string file)
    {
        foreach (Transcript golden in Transcript.Load(file))
        {
            SharkSemHeader header = SharkSemHeader.Read(golden.Bytes);
            Assert.Equal(new SharkSemHeader(golden.Function, (uint)golden.Bytes.Length - 32, golden.Id, (SharkSemFlags)golden.Flags), header);
            var reader = new SharkSemBodyReader(golden.Bytes.AsMemory(32));
            foreach (string argument in golden.Arguments)
            {
                string value = argument[2..];
                switch (argument[0])
                {
                    case 'i': Assert.Equal(int.Parse(value, CultureInfo.InvariantCulture), reader.Int()); break;
                    case 'u': Assert.Equal(uint.Parse(value, CultureInfo.InvariantCulture), reader.UInt()); break;
                    case 's': Assert.Equal(Transcript.Text(argument), reader.String()); break;
                    case 'b': Assert.Equal(value, Convert.ToHexString(reader.Bytes().Span), ignoreCase: true); break;
                    default: Assert.Equal(double.Parse(value, CultureInfo.InvariantCulture), reader.Float()); break;
                }
            }

            Assert.True(reader.AtEnd);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Write_GoldenMeaning_GivesTheBytes(string file)
    {
        foreach (Transcript golden in Transcript.Load(file))
        {
            // The vendor's client counts the padding of strings; we count as the vendor's document does.
            if (golden is { Direction: ">", Function: "StgMoveTo" }) continue;
            Assert.Equal(Convert.ToHexString(golden.Bytes), Convert.ToHexString(golden.Encode()));
        }
    }

    [Fact]
    public void Float_AsTheDocumentHasIt_CountsFive()
        => Assert.Equal("05000000332E313400000000", Convert.ToHexString(new SharkSemBodyWriter().Float(3.14).ToArray()));

    [Theory]
    [InlineData(1e-7, "0.0000001")]
    [InlineData(123456.789, "123456.789")]
    [InlineData(-0.0, "0")]
    [InlineData(1e12, "1000000000000")]
    public void Float_OfAnySize_IsFixedNotation(double value, string text)
        => Assert.Equal(text, new SharkSemBodyReader(new SharkSemBodyWriter().Float(value).ToArray()).String());

    [Fact]
    public void Float_NotFinite_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new SharkSemBodyWriter().Float(double.NaN));

    [Fact]
    public void Body_OfAnything_ComesBack()
        => Gen.Select(Gen.Int, Gen.UInt, Gen.Double[-1e6, 1e6], Gen.String[Gen.Char['!', '~'], 0, 40], Gen.Byte.Array[0, 40]).Sample((i, u, f, s, b) =>
        {
            var reader = new SharkSemBodyReader(new SharkSemBodyWriter().Int(i).Float(f).String(s).UInt(u).Bytes(b).ToArray());
            Assert.Equal(i, reader.Int());
            Assert.Equal(f, reader.Float(), 1e-9);
            Assert.Equal(s, reader.String());
            Assert.Equal(u, reader.UInt());
            Assert.Equal(b, reader.Bytes().ToArray());
            Assert.True(reader.AtEnd);
        });

    [Fact]
    public void Header_OfAnything_ComesBack()
        => Gen.Select(Gen.String[Gen.Char['A', 'z'], 1, 15], Gen.UInt, Gen.UInt, Gen.UShort, Gen.UShort).Sample((name, size, id, flags, queue) =>
        {
            var header = new SharkSemHeader(name, size, id, (SharkSemFlags)flags, queue);
            var bytes = new byte[32];
            header.Write(bytes);
            Assert.Equal(header, SharkSemHeader.Read(bytes));
        });

    [Fact]
    public void Reader_OfRandomBytes_FailsOnlyAsAFormat()
        => Gen.Select(Gen.Byte.Array[0, 64], Gen.Int[0, 3].Array[1, 8]).Sample((body, kinds) =>
        {
            var reader = new SharkSemBodyReader(body);
            try
            {
                foreach (int kind in kinds)
                {
                    _ = kind switch
                    {
                        0 => reader.Int(),
                        1 => reader.Float(),
                        2 => reader.String().Length,
                        _ => (object)reader.Bytes().Length,
                    };
                }
            }
            catch (FormatException)
            {
                // The one way to fail.
            }
        }, iter: 20000);

    [Theory]
    [InlineData("2.0.25", true)]
    [InlineData("2.0.16\0\0\0 and what a server pads it with", true)]
    [InlineData("2.0.210300USB\\VID_0000", true)]
    [InlineData(" 3.2.1", true)]
    [InlineData("2.0.9", false)]
    [InlineData("1.9.99", false)]
    public void Version_LeadingDigits_DecideWhatTheServerHas(string text, bool asynchronous)
        => Assert.Equal(asynchronous, SharkSemVersion.Parse(text)!.HasAsynchronousHighVoltage);

    [Fact]
    public void Version_WithADeviceRightBehindIt_HasTwoDigitsAtMost()
        => Assert.Equal(new SharkSemVersion(2, 0, 21), SharkSemVersion.Parse("2.0.210300USB\\VID_0000"));

    [Fact]
    public void Version_OfNonsense_IsNull() => Assert.Null(SharkSemVersion.Parse("TESCAN"));

    [Fact]
    public void Map_UnknownKeys_AreLeftAlone()
    {
        IReadOnlyDictionary<string, string> map = SharkSemMap.Parse("cen.0.name=Gun\nnonsense\ncen.7.name=Stigmator 1\ncen.7.future=x\n");
        Assert.Equal(7, SharkSemMap.FindIndex(map, name => name.Contains("Stig", StringComparison.Ordinal)));
        Assert.Null(SharkSemMap.FindIndex(map, name => name == "absent"));
    }

    /// <summary>Pieces sent again, lost, doubled, cut otherwise, of other frames and channels: the frame that comes out is the one that was sent.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Assembly_OfResentAndLostPieces_EqualsTheFrame(int bits)
        => Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12], Gen.Int[0, 1 << 30]).Sample((width, height, seed) =>
        {
            var random = new Random(seed);
            var sent = new GreyImage(width, height, bits);
            for (int i = 0; i < sent.Pixels.Length; i++) sent.Pixels[i] = (ushort)random.Next(sent.MaximumValue + 1);
            var assembly = new SharkSemFrameAssembly(5, 1, width, height, bits);
            int steps = 0;
            while (!assembly.IsComplete)
            {
                bool lost = random.Next(4) == 0 && steps++ < 100;
                int start = Math.Clamp(assembly.Received + random.Next(-3, lost ? 5 : 1), 0, sent.Pixels.Length - 1);
                int count = random.Next(1, sent.Pixels.Length - start + 1);
                Assert.False(assembly.Add(Piece(sent, 4, 1, start, count)));
                Assert.False(assembly.Add(Piece(sent, 5, 0, start, count)));
                assembly.Add(Piece(sent, 5, 1, start, count));
            }

            Assert.Equal(sent.Pixels, assembly.Image.Pixels);
        });

    [Fact]
    public void Assembly_OfAWholeFrame_IsNotTouchedAnyMore()
    {
        var first = new GreyImage(4, 2, 16, [1, 2, 3, 4, 5, 6, 7, 8]);
        var assembly = new SharkSemFrameAssembly(1, 0, 4, 2, 16);
        Assert.True(assembly.Add(Piece(first, 1, 0, 0, 8)));
        Assert.False(assembly.Add(Piece(new GreyImage(4, 2, 16), 1, 0, 0, 8)));
        Assert.True(assembly.IsComplete);
        Assert.Equal(first.Pixels, assembly.Image.Pixels);
    }

    private static SharkSemPiece Piece(GreyImage image, uint frame, int channel, int start, int count)
    {
        var bytes = new byte[count * image.BitsPerPixel / 8];
        for (int i = 0; i < count; i++)
        {
            ushort grey = image.Pixels[start + i];
            if (image.BitsPerPixel == 8) bytes[i] = (byte)grey;
            else BitConverter.TryWriteBytes(bytes.AsSpan(2 * i), grey);
        }

        var piece = new SharkSemPiece(frame, channel, (uint)start, image.BitsPerPixel, bytes);
        return SharkSemPiece.Parse(piece.ToBody());
    }
}
