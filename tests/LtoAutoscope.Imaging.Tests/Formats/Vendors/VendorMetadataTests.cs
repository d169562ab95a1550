using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Imaging.Formats.Vendors;

namespace LtoAutoscope.Imaging.Tests.Formats.Vendors;

public sealed class VendorMetadataTests : IDisposable
{
    private const string Zeiss = "\r\n0\r\n0\r\n0\r\n2.791e-009\r\n0\r\nDP_DETECTOR_CHANNEL\r\nSignal A = InLens\r\nDP_IMAGE_STORE\r\nStore resolution = 1024 * 768\r\nAP_WD\r\nWD =  4.1 mm\r\n"
        + "AP_MAG\r\nMag =  40.00 K X\r\nAP_ACTUALKV\r\nEHT = 5.00 kV\r\nAP_IMAGE_PIXEL_SIZE\r\nImage Pixel Size = {0}\r\nAP_STAGE_AT_T\r\nStage at T =   0.0 °\r\nAP_DATE\r\nDate :24 Mar 2017\r\nAP_TIME\r\nTime :12:40:39\r\n"
        + "AP_APERTURESIZE\r\nAperture Size = 30.00 µm\r\nSV_SERIAL_NUMBER\r\nSerial No. = SUPRA 40-26-22\r\n";

    private const string Fei = "[User]\r\nDate=03/12/2019\r\nTime=10:22:13 AM\r\nUser=supervisor\r\n\r\n[System]\r\nType=DualBeam\r\nDnumber=D9920\r\nSystemType=Helios G4 UX\r\nDisplayWidth=0.4\r\n\r\n[Beam]\r\nHV=5000\r\nBeam=EBeam\r\nScan=EScan\r\n\r\n"
        + "[EBeam]\r\nHV=5000\r\nHFW=2.56e-006\r\nWD=0.00412\r\nBeamCurrent=8.59375e-011\r\nStageTa=0\r\n\r\n[Scan]\r\nDwelltime=3e-006\r\nPixelWidth=2.5e-009\r\nPixelHeight=2.5e-009\r\n\r\n[Image]\r\nResolutionX={0}\r\nResolutionY={1}\r\n\r\n"
        + "[Detectors]\r\nNumber=1\r\nName=TLD\r\nMode=SE\r\n";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lto-vendors-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("2.791 nm", 2.791)]
    [InlineData("2,791 nm", 2.791)]
    [InlineData("558.2 pm", 0.5582)]
    [InlineData("1.117 µm", 1117)]
    [InlineData("1,117 um", 1117)]
    [InlineData("  35.94   nm  ", 35.94)]
    public void Zeiss_PixelSize_InEveryNotation(string text, double expected)
        => Assert.Equal(expected, ReadZeiss(string.Format(null, Zeiss, text)).PixelSizes[0].Nm, expected * 1e-9);

    [Fact]
    public async Task Zeiss_WholeTag_IsReadFromTextAndBytes()
    {
        foreach (bool asText in (bool[])[true, false])
        {
            string path = Path.Combine(folder.FullName, $"z{asText}.tif");
            await AtomicFile.WriteAsync(path, TestTiff.Simple(t => TestTiff.Vendor(t, 34118, string.Format(null, Zeiss, "2.791 nm"), asText)), TestContext.Current.CancellationToken);

            ImagePage page = ImageFile.Open(path).Read(0);
            FrameMetadata metadata = page.Frame.Metadata;

            // The fixture's file is smaller than its tag says and has other proportions: it counts as cut out.
            Assert.Equal(2.791, metadata.PixelSizeNm);
            Assert.Contains(page.Facts.Notes, static n => n.Contains("cut out", StringComparison.Ordinal));
            Assert.Equal(("Zeiss", "InLens", "SUPRA 40-26-22"), (metadata.Vendor, metadata.Detector, metadata.SerialNumber));
            Assert.Equal((40_000, 5, 4.1), (metadata.Magnification, metadata.BeamEnergyKv, metadata.WorkingDistanceMm!.Value));
            Assert.Equal(new DateTime(2017, 3, 24, 12, 40, 39), page.Facts.TakenAt!.Value.Value);
            Assert.Equal("Zeiss tag 34118, AP_IMAGE_PIXEL_SIZE", page.Facts.PixelSizes[0].Source);
        }
    }

    [Theory]
    [InlineData("AP_WIDTH\nWidth = 2.858 µm\n", 2.791)]
    [InlineData("AP_PIXEL_SIZE\nImage Pixel Size = 2.791 nm\n", 2.791)]
    [InlineData("AP_PIXEL_SIZE\nPixel Size = 5.582 nm\nSV_X\nY = 1\n", 5.582)]
    [InlineData("0\n0\n0\n2.791e-09\n0\nAP_WD\nWD = 4 mm\n", 2.791)]
    [InlineData("AP_IMAGE_PIXEL_SIZE\nAP_WD\nWD = 4 mm\nAP_WIDTH\nWidth = 2858 nm\n", 2.791)]
    public void Zeiss_MissingKeys_FallBack(string text, double expected) => Assert.Equal(expected, ReadZeiss(text).PixelSizes[0].Nm, 0.002);

    [Theory]
    [InlineData("-3 nm")]
    [InlineData("0 nm")]
    [InlineData("9e12 nm")]
    public void Zeiss_ImpossiblePixelSize_IsRefusedByName(string size)
    {
        ImageFacts facts = ZeissMetadata.TryRead($"AP_IMAGE_PIXEL_SIZE\nImage Pixel Size = {size}\n", 1024, 768)!;

        Assert.Empty(facts.PixelSizes);
        Assert.Contains(facts.Notes, static note => note.Contains("AP_IMAGE_PIXEL_SIZE", StringComparison.Ordinal) && note.Contains("no possible pixel size", StringComparison.Ordinal));
    }

    [Fact]
    public void Zeiss_Resampled_ScalesAndSays()
    {
        ImageFacts facts = ZeissMetadata.TryRead(string.Format(null, Zeiss, "2.5 nm"), 512, 384)!;

        Assert.Equal(5, facts.PixelSizes[0].Nm, 6);
        Assert.Contains(facts.Notes, static note => note.Contains("scaled to match", StringComparison.Ordinal));
    }

    [Fact]
    public void Fei_BarBelow_IsCutByMetadata()
    {
        ImageFacts facts = FeiMetadata.TryRead(string.Format(null, Fei, 1024, 884), "FEI tag 34682", 1024, 943)!;

        Assert.Equal(new PixelArea(0, 0, 1024, 884), facts.Area!.Value.Value);
        Assert.Equal((2.5, 5, "TLD SE", "D9920"), (Math.Round(facts.PixelSizes[0].Nm, 9), facts.BeamEnergyKv!.Value.Value, facts.Detector!.Value.Value, facts.SerialNumber!.Value.Value));
        Assert.Equal(4.12, facts.WorkingDistanceMm!.Value.Value, 6);
        Assert.Equal(85.9375, facts.ProbeCurrentPa!.Value.Value, 6);
        Assert.Equal(3, facts.DwellUs!.Value.Value, 6);
        Assert.Equal(156_250, facts.Magnification!.Value.Value, 3);
        Assert.Equal(new DateTime(2019, 3, 12, 10, 22, 13), facts.TakenAt!.Value.Value);
    }

    [Fact]
    public void Fei_TwoPicturesSideBySide_TakesTheFirst()
    {
        ImageFacts facts = FeiMetadata.TryRead(string.Format(null, Fei, 1024, 884), "FEI tag 34682", 2048, 943)!;

        Assert.Equal(new PixelArea(0, 0, 1024, 884), facts.Area!.Value.Value);
        Assert.Contains(facts.Notes, static note => note.Contains("side by side", StringComparison.Ordinal));
    }

    [Fact]
    public void Fei_NoScanSection_UsesTheFieldWidth()
        => Assert.Equal(2.5, FeiMetadata.TryRead("[Beam]\nBeam=IBeam\n[IBeam]\nHFW=2,56e-6\n[Image]\nResolutionX=1024\nResolutionY=884\n", "t", 1024, 884)!.PixelSizes[0].Nm, 6);

    [Fact]
    public async Task Fei_TextBehindTheFile_IsRead()
    {
        string path = Path.Combine(folder.FullName, "appended.tif");
        await AtomicFile.WriteAsync(path, (byte[])[.. TestTiff.Simple(), .. Encoding.ASCII.GetBytes(string.Format(null, Fei, TestTiff.Width, TestTiff.Height - 8))], TestContext.Current.CancellationToken);

        FrameMetadata metadata = ImageReader.Read(path).Metadata;

        Assert.Equal(2.5, metadata.PixelSizeNm!.Value, 6);
        Assert.Equal(TestTiff.Height - 8, metadata.PictureArea!.Value.Height);
    }

    [Fact]
    public void Tescan_BehindBinaryPrefix_IsRead()
    {
        byte[] tag = [0, 1, 2, 0xFF, 0xFE, 9, .. Encoding.Latin1.GetBytes("AccFrames=1\nDate=2019-05-06\nDevice=MIRA3 LMH\nImageStripSize=80\nMagnification=50000\nPixelSizeX=4.1e-9\nPixelSizeY=4.1e-9\nSerialNumber=MI 123\nTime=11:12:13\nDetector=InBeam\nHV=10000.0\nWD=0.005\n")];

        ImageFacts facts = TescanMetadata.TryRead(TescanMetadata.TextOf(tag), "TESCAN tag 50431", 1024, 848)!;

        Assert.Equal((4.1, 10, 768), (Math.Round(facts.PixelSizes[0].Nm, 9), facts.BeamEnergyKv!.Value.Value, facts.Area!.Value.Value.Height));
        Assert.Equal(("MIRA3 LMH", "InBeam", 50_000), (facts.Instrument!.Value.Value, facts.Detector!.Value.Value, facts.Magnification!.Value.Value));
    }

    [Theory]
    [InlineData("a-png.hdr", "[MAIN]\r\nPixelSizeX=3e-9\r\nPixelSizeY=3e-9\r\n[SEM]\r\nHV=5000\r\n", "TESCAN", 3)]
    [InlineData("a.txt", "[SemImageFile]\r\nInstructName=SU8010\r\nPixelSize=2.48\r\nAcceleratingVoltage=5000 Volt\r\nWorkingDistance=8100 um\r\nDataSize=60x40\r\n", "Hitachi", 2.48)]
    [InlineData("a.TXT", "$CM_FORMAT JEOL/SEM\r\n$CM_MAG 30000\r\n$CM_ACCEL_VOLT 5.0\r\n$CM_FULL_SIZE 60 40\r\n$$SM_MICRON_BAR 160\r\n$$SM_MICRON_MARKER 500nm\r\n$$SM_WD 8.1\r\n", "JEOL", 3.125)]
    public async Task SideFile_BesideAnImage_TellsItsScale(string name, string text, string vendor, double expected)
    {
        using var png = new MemoryStream();
        PngImage.Write(Scenes.Field(60, 40, 9), png);
        string path = Path.Combine(folder.FullName, "a.png");
        await AtomicFile.WriteAsync(path, png.ToArray(), TestContext.Current.CancellationToken);
        bool wide = vendor == "Hitachi";
        await AtomicFile.WriteAsync(Path.Combine(folder.FullName, name), wide ? (byte[])[0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)] : Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);

        FrameMetadata metadata = ImageReader.Read(path).Metadata;

        Assert.Equal((vendor, expected, 5), (metadata.Vendor, Math.Round(metadata.PixelSizeNm!.Value, 9), metadata.BeamEnergyKv));
        if (vendor != "TESCAN") Assert.Equal(8.1, metadata.WorkingDistanceMm!.Value, 6);
    }

    [Fact]
    public async Task TagAndSideFile_Contradict_TagGoesFirstAndSays()
    {
        string path = Path.Combine(folder.FullName, "b.tif");
        await AtomicFile.WriteAsync(path, TestTiff.Simple(t => TestTiff.Vendor(t, 34118, "AP_IMAGE_PIXEL_SIZE\r\nImage Pixel Size = 2 nm\r\n")), TestContext.Current.CancellationToken);
        await AtomicFile.WriteTextAsync(Path.Combine(folder.FullName, "b.txt"), "[SemImageFile]\nPixelSize=3\n", TestContext.Current.CancellationToken);

        ImagePage page = ImageFile.Open(path).Read(0);

        Assert.Equal(2, page.Frame.Metadata.PixelSizeNm);
        Assert.Contains(page.Facts.Notes, static note => note.Contains("side file b.txt", StringComparison.Ordinal) && note.Contains("3 nm", StringComparison.Ordinal));
    }

    [Fact]
    public void Fei_PixelsNotSquare_NamesTheKeys()
        => Assert.Contains("PixelWidth", Assert.Throws<InputException>(() => FeiMetadata.TryRead("[Scan]\nPixelWidth=2e-9\nPixelHeight=3e-9\n", "FEI tag 34682", 10, 10)).Message, StringComparison.Ordinal);

    /// <summary>No text makes a reader throw anything but a refusal.</summary>
    [Fact]
    public void AnyText_IsReadOrLeft()
        => Gen.Select(Gen.String[Gen.Char["=[]:\r\n\0$ .,0123456789eE-+nmµAP_WDKXSM_HVPixelSizeXScan"], 0, 200], Gen.Int[1, 3000]).Sample((text, size) =>
        {
            ZeissMetadata.TryRead(text, size, size);
            TescanMetadata.TryRead(text, "t", size, size);
            HitachiMetadata.TryRead("[SemImageFile]\n" + text, "t", size, size);
            JeolMetadata.TryRead("$$SM_MICRON_BAR 3\n" + text, "t", size, size);
            PhenomMetadata.TryRead(text, size, size);
            try
            {
                FeiMetadata.TryRead("[Scan]\n" + text, "t", size, size);
            }
            catch (InputException)
            {
                // Pixels that are not square.
            }
        }, iter: 400);

    private static ImageFacts ReadZeiss(string text) => ZeissMetadata.TryRead(VendorText.Decode(Encoding.Latin1.GetBytes(text + "\0")), 1024, 768)!;

    [Fact]
    public void Fei_StageGunAndBlock_AreEchoed()
    {
        ImageFacts facts = FeiMetadata.TryRead("[System]\nSystemType=Helios\nSource=FEG\n[Beam]\nBeam=EBeam\nScan=EScan\nSpot=3.5\n[EBeam]\nHV=2000\nEmissionCurrent=0.000227\nApertureDiameter=3e-005\nUseCase=Immersion\n"
            + "[Stage]\nStageX=0.00123\nStageY=-0.0045\nStageZ=0.004\nStageR=1.570796326794897\nStageT=0\n[Scan]\nPixelWidth=1e-9\nPixelHeight=1e-9\n", "FEI tag 34682", 1024, 768)!;

        Assert.Equal((1.23, -4.5, 4.0), (Math.Round(facts.StageXMm!.Value.Value, 9), Math.Round(facts.StageYMm!.Value.Value, 9), Math.Round(facts.StageZMm!.Value.Value, 9)));
        Assert.Equal(90, facts.StageRotationDeg!.Value.Value, 9);
        Assert.Equal(227, facts.EmissionCurrentUa!.Value.Value, 6);
        Assert.Equal(30, facts.ApertureUm!.Value.Value, 6);
        Assert.Equal("3.5", facts.SpotSize!.Value.Value);
        Assert.Equal(("Immersion", "FEG"), (facts.Block["EBeam.UseCase"], facts.Block["System.Source"]));
    }

    [Fact]
    public void Zeiss_StageApertureAndBlock_AreEchoed()
    {
        ImageFacts facts = ZeissMetadata.TryRead("0\n0\nAP_STAGE_AT_X\nStage at X =  63.1230 mm\nAP_STAGE_AT_Y\nStage at Y = 1,5 mm\nAP_STAGE_AT_Z\nStage at Z = 500 µm\nAP_STAGE_AT_R\nStage at R =  12.5 °\nAP_APERTURESIZE\nAperture Size = 30.00 µm\nAP_IMAGE_PIXEL_SIZE\nImage Pixel Size = 1 nm\n", 1024, 768)!;

        Assert.Equal((63.123, 1.5, 0.5, 12.5), (facts.StageXMm!.Value.Value, facts.StageYMm!.Value.Value, facts.StageZMm!.Value.Value, facts.StageRotationDeg!.Value.Value));
        Assert.Equal(30, facts.ApertureUm!.Value.Value, 9);
        Assert.Equal("63.1230 mm", facts.Block["AP_STAGE_AT_X"]);
    }

    [Fact]
    public void Tescan_StageAndGun_AreEchoed()
    {
        ImageFacts facts = TescanMetadata.TryRead("[MAIN]\nDevice=MIRA3\n[SEM]\nHV=5000\nPixelSizeX=2e-9\nPixelSizeY=2e-9\nStageX=0.01\nStageY=0.02\nStageZ=0.008\nStageRotation=45\nSpotSize=4.2e-9\nEmissionCurrent=1.5e-4\n", "side file", 1024, 768)!;

        Assert.Equal((10.0, 20.0, 8.0, 45.0), (facts.StageXMm!.Value.Value, facts.StageYMm!.Value.Value, facts.StageZMm!.Value.Value, facts.StageRotationDeg!.Value.Value));
        Assert.Equal(150, facts.EmissionCurrentUa!.Value.Value, 6);
        Assert.Equal("4.2e-9", facts.SpotSize!.Value.Value);
        Assert.Equal("5000", facts.Block["SEM.HV"]);
    }

    [Fact]
    public void Hitachi_EmissionWithUnit_IsEchoed()
        => Assert.Equal(10.3, HitachiMetadata.TryRead("[SemImageFile]\nPixelSize=2\nEmissionCurrent=10300 nA\n", "side file", 1024, 768)!.EmissionCurrentUa!.Value.Value, 9);

    [Fact]
    public void Block_OfARunawayFile_IsCutOffAndSaysSo()
    {
        var text = new StringBuilder("[System]\nType=SEM\n[Scan]\nPixelWidth=1e-9\nPixelHeight=1e-9\n[Junk]\n");
        for (int i = 0; i < 3000; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"k{i}={new string('x', 600)}\n");
        ImageFacts facts = FeiMetadata.TryRead(text.ToString(), "FEI tag 34682", 1024, 768)!;

        Assert.Equal(2000, facts.Block.Count);
        Assert.All(facts.Block.Values, value => Assert.True(value.Length <= 501));
        Assert.Contains(facts.Notes, note => note.Contains("more than 2000 keys", StringComparison.Ordinal));
        Assert.Single(facts.PixelSizes);
    }
}
