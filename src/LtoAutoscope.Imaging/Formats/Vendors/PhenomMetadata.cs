using System.Xml;
using System.Xml.Linq;

namespace LtoAutoscope.Imaging.Formats.Vendors;

/// <summary>The XML of Phenom desktop instruments, tag 34683: pixel size with its unit and the height of the data bar.</summary>
/// <remarks>Source: read from public files by public programs; not documented.</remarks>
internal static class PhenomMetadata
{
    internal const ushort Tag = 34683;

    /// <summary>What the XML tells; null where it is none, or of another kind.</summary>
    internal static ImageFacts? TryRead(string text, int width, int height)
    {
        int start = text.IndexOf('<', StringComparison.Ordinal), end = text.LastIndexOf('>');
        if (start < 0 || end < start) return null;
        try
        {
            using var reader = XmlReader.Create(new StringReader(text[start..(end + 1)]), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            XElement? root = XDocument.Load(reader).Root;
            if (Find("pixelWidth") is not { } size) return null;
            var facts = new FactsBuilder("Phenom", "Phenom tag 34683", width, height);
            facts.PixelSize(Length(size), Find("pixelHeight") is { } y ? Length(y) : null, "pixelWidth");
            if (Quantity.Parse(Find("databarHeight")?.Value)?.Value is > 0 and < 10_000 and double bar) facts.PictureSize(width, height - (long)bar, "databarHeight");
            facts.BeamEnergyKv(Math.Abs(Quantity.Kilovolts(Find("acceleratingVoltage")?.Value) ?? 0), "acceleratingVoltage");
            facts.Detector(Find("detector")?.Value, "detector");
            return facts.Build();

            XElement? Find(string name) => root?.DescendantsAndSelf().FirstOrDefault(e => e.Name.LocalName == name);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static double? Length(XElement element) => Quantity.Nanometres(element.Value, (string?)element.Attribute("unit") ?? "m");
}
