using BitMiracle.LibTiff.Classic;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Imaging.Formats;

namespace LtoAutoscope.Imaging.Tests.Formats;

public sealed class TiffFrameCodecTests
{
    private readonly TiffFrameCodec codec = new();

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void WriteRead_AnyPixels_RoundTrip(int bits)
        => Gen.Select(Gen.Int[1, 70], Gen.Int[1, 70], Gen.Int[0, 1000]).Sample((width, height, seed) =>
        {
            Frame frame = Sample(width, height, bits, seed);
            using MemoryStream stream = Written(frame);

            Frame back = codec.Read(stream, "x.tif");

            Assert.Equal(frame.Metadata, back.Metadata);
            Assert.Equal(frame.Image.Pixels, back.Image.Pixels);
            Assert.Equal(bits, back.Image.BitsPerPixel);
        }, iter: 30);

    [Fact]
    public void WriteRead_UnknownScale_StaysUnknown()
    {
        Frame frame = Sample(8, 8, 8, 1) with { };
        frame = frame with { Metadata = frame.Metadata with { PixelSizeNm = null, Position = null, AcquiredAt = null } };
        using MemoryStream stream = Written(frame);

        Assert.Equal(frame.Metadata, codec.Read(stream, "x.tif").Metadata);
    }

    [Fact]
    public void Write_Frame_CarriesTagsThatOthersRead()
    {
        using MemoryStream stream = Written(Sample(20, 10, 16, 2));
        using Tiff tiff = Tiff.ClientOpen("x", "r", stream, new TiffStream());

        string description = tiff.GetField(TiffTag.IMAGEDESCRIPTION)[0].ToString();
        Assert.Contains("PhysicalSizeX=\"2.75\" PhysicalSizeXUnit=\"nm\"", description, StringComparison.Ordinal);
        Assert.All(description, c => Assert.True(c < 128));
        Assert.Equal(1e7 / 2.75, tiff.GetField(TiffTag.XRESOLUTION)[0].ToDouble(), 1.0);
        Assert.Equal(ResUnit.CENTIMETER, (ResUnit)tiff.GetField(TiffTag.RESOLUTIONUNIT)[0].ToInt());
        Assert.Equal("2026:03:01 09:30:05", tiff.GetField(TiffTag.DATETIME)[0].ToString());
    }

    [Fact]
    public void Read_TruncatedAnywhere_IsAnInputErrorOrLosesNothing()
    {
        Frame frame = Sample(40, 40, 8, 3);
        byte[] whole = Written(frame).ToArray();
        int refused = 0;
        for (int length = 1; length < whole.Length; length += 31)
        {
            using var part = new MemoryStream(whole, 0, length);
            try
            {
                // A file that lacks only the date or the resolution at its end still tells all.
                Frame back = codec.Read(part, "part.tif");
                Assert.Equal(frame.Metadata, back.Metadata);
                Assert.Equal(frame.Image.Pixels, back.Image.Pixels);
            }
            catch (InputException)
            {
                refused++;
            }
        }

        Assert.True(refused > whole.Length / 31 * 0.8);
    }

    [Fact]
    public void Write_MetadataOfAnotherSize_Refuses()
    {
        Frame frame = Sample(8, 8, 8, 1);
        Assert.Throws<ArgumentException>(() => codec.Write(frame with { Metadata = frame.Metadata with { WidthPx = 9 } }, Stream.Null));
    }

    internal static Frame Sample(int width, int height, int bits, int seed)
    {
        var random = new Random(seed);
        var image = new GreyImage(width, height, bits);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (ushort)random.Next(image.MaximumValue + 1);
        return new Frame(new FrameMetadata
        {
            FrameId = "a02-f0007", RunId = "run", SampleName = "Prüfling <µ>", WidthPx = width, HeightPx = height, BitsPerPixel = bits, PixelSizeNm = 2.75,
            ScaleNote = "stand-in scale", Position = new StagePosition(1.5, -2.25, 10, 0.5, 0), WorkingDistanceMm = 4.9, BeamEnergyKv = 5, ProbeCurrentPa = 50,
            DwellUs = 1, FocusScore = 0.123, AcquiredAt = new DateTimeOffset(2026, 3, 1, 10, 30, 5, TimeSpan.FromHours(1)), Instrument = "Twin 1", IsSimulated = true,
        }, image);
    }

    private MemoryStream Written(Frame frame)
    {
        var stream = new MemoryStream();
        codec.Write(frame, stream);
        stream.Position = 0;
        return stream;
    }
}
