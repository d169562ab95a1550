using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Imaging.Formats;

namespace LtoAutoscope.Imaging.Tests.Formats;

/// <summary>The OME-XML that is written against the schema 2016-06: the part of it that these files use (Fixtures/ome-2016-06-part.xsd).</summary>
public sealed class OmeSchemaTests
{
    private static readonly Lazy<XmlSchemaSet> Schema = new(static () =>
    {
        var schema = new XmlSchemaSet { XmlResolver = null };
        using var reader = XmlReader.Create(Path.Combine(AppContext.BaseDirectory, "Fixtures", "ome-2016-06-part.xsd"));
        schema.Add("http://www.openmicroscopy.org/Schemas/OME/2016-06", reader);
        schema.Compile();
        return schema;
    });

    private static readonly FrameMetadata Frame = new()
    {
        FrameId = "a01-f0001", WidthPx = 8, HeightPx = 8, BitsPerPixel = 16, PixelSizeNm = 3.125, Vendor = "Zeiss", Instrument = "Merlin <1>", SerialNumber = "7", Detector = "InLens µ", BeamEnergyKv = 5, IsSimulated = true,
    };

    [Fact]
    public void Frame_IsValid()
    {
        Assert.Empty(Problems(OmeDescription.Write(Frame)));
        Assert.Empty(Problems(OmeDescription.Write(new FrameMetadata { FrameId = "f", WidthPx = 1, HeightPx = 1, BitsPerPixel = 8, PixelSizeNm = null })));
    }

    [Fact]
    public void Mosaic_IsValid()
    {
        Assert.Empty(Problems(OmeMosaicDescription.Write(Mosaic())));
        Assert.Empty(Problems(OmeMosaicDescription.Write(new OmeMosaic { Name = "bare", Shape = new PyramidTiffShape(20, 8, 8, null) })));
    }

    /// <summary>The schema is no formality: what breaks it is found.</summary>
    [Theory]
    [InlineData("Pixels", "PhysicalSizeXUnit", "nanometre")]
    [InlineData("Pixels", "SizeX", "0")]
    [InlineData("Pixels", "PhysicalSizeY", "0")]
    [InlineData("InstrumentRef", "ID", "Instrument:7")]
    [InlineData("AnnotationRef", "ID", "Annotation:9")]
    [InlineData("ROIRef", "ID", "ROI:9")]
    [InlineData("Rectangle", "ID", "Rectangle:0")]
    [InlineData("Microscope", "Type", "Scanning")]
    public void Mosaic_Broken_IsFound(string element, string attribute, string value)
    {
        XDocument document = XDocument.Parse(OmeMosaicDescription.Write(Mosaic()));
        document.Descendants().First(e => e.Name.LocalName == element).SetAttributeValue(attribute, value);

        Assert.NotEmpty(Problems(document.ToString()));
    }

    private static OmeMosaic Mosaic() => new()
    {
        Name = "LTO-7, area 1", Description = "µ-sample", Shape = new PyramidTiffShape(20, 8, 16, 3.125), Centre = (12.5, -3.25), AcquiredAt = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero), Frame = Frame, Values = [("run", "20260304-1")],
        Frames = [new OmeMosaicFrame("a01-f0001", 0, 0, 8, 8, new string('a', 64), new StagePosition(1, 2, 3, 0, 0)), new OmeMosaicFrame("a01-f0002", 12, 0, 8, 8, new string('b', 64), null)],
    };

    private static List<string> Problems(string xml)
    {
        List<string> problems = [];
        XDocument.Parse(xml).Validate(Schema.Value, (_, problem) => problems.Add(problem.Message));
        return problems;
    }
}
