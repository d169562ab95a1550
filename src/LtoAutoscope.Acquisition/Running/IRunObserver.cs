using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Acquisition.Running;

/// <summary>Hears what a run does as it happens, for screens; the journal is the truth. Calls come from any thread and must return at once.</summary>
public interface IRunObserver
{
    /// <summary>What happens now, in words.</summary>
    void OnActivity(string activity);

    /// <summary>Share of the present scan that has come, 0…1; null when nothing is scanned.</summary>
    void OnScanProgress(double? share);

    /// <summary>A journal line has been written.</summary>
    void OnEvent(RunEvent runEvent);

    /// <summary>A whole frame has come and lies on the disk.</summary>
    void OnFrame(Frame frame, FrameRecord record);

    /// <summary>A frame has been analysed and counts.</summary>
    void OnAnalysed(FrameRecord record, IReadOnlyList<Domain.Particles.Particle> particles);
}
