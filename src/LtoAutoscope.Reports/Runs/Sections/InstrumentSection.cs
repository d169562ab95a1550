using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Runs.Sections;

/// <summary>With what the images were taken and evaluated.</summary>
internal static class InstrumentSection
{
    internal static string Render(RunReportModel model)
    {
        FrameMetadata[] frames = [.. model.Frames.Select(frame => frame.Metadata).OfType<FrameMetadata>()];
        List<(string, string)> instrument = [(model.Origin == ReportOrigin.Run ? "Configuration" : "Source", model.Run.Instrument)];
        Add("Maker", frame => frame.Vendor);
        Add("Instrument", frame => frame.Instrument);
        Add("Serial number", frame => frame.SerialNumber);
        Add("Detector", frame => frame.Detector);
        if (model.Origin == ReportOrigin.Run) instrument.Add(("Kind", model.Run.IsSimulated ? "simulated: a microscope in software" : "scanning electron microscope"));
        List<(string, string)> evaluation = [("Software", $"LtoAutoscope {model.Run.SoftwareVersion}")];
        evaluation.AddRange(model.Software.Where(item => item.Name != "LtoAutoscope").Select(item => (item.Name, item.Version)));
        evaluation.Add(("Segmentation network (SHA-256)", model.Run.SegmentationModel));
        if (model.Morphology?.NetworkRanOn is { Length: > 0 } ranOn) evaluation.Add(("The network ran on", ranOn));
        return Card("Microscope", null, Pairs(instrument), "w6") + Card("Evaluation", null, Pairs(evaluation), "w6");

        void Add(string name, Func<FrameMetadata, string> text)
        {
            string[] told = [.. frames.Select(text).Where(value => value.Length > 0).Distinct()];
            if (told.Length > 0) instrument.Add((name, string.Join("; ", told)));
        }
    }
}
