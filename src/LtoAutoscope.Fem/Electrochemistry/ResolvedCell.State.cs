using System.IO.Compression;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.Output;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Electrochemistry;

public sealed partial class ResolvedCell
{
    private const string Magic = "lto-autoscope cell state 1";

    private int _snapshots;
    private int _acceptedSinceSave;
    private double _nextShare;
    private long _savedAt;

    private void Snapshot(ProtocolStep step, double share, bool first, bool last = false)
    {
        if (_options.Snapshots is not { } sink || _structure is null || _position.Cycle > 0) return;
        if (first) _nextShare = 1.0 / _options.SnapshotsAStep;
        bool due = last || (first && _snapshots == 0) || (step.Mode == StepMode.Current && share >= _nextShare && share < 1);
        if (!due) return;
        while (_nextShare <= share) _nextShare += 1.0 / _options.SnapshotsAStep;
        var (lithiation, film) = VoxelFields.Of(_structure, _state.Particles);
        CellField[] fields =
        [
            new("lithiation", "lithiation x", "", lithiation),
            new("film", "film thickness", "nm", film),
            .. _state.Fields?.ToVoxels() ?? [],
        ];
        sink.Accept(new CellSnapshot(_snapshots++, _state.TimeS, _voltage, _state.ContentM3() / _state.VolumeM3, fields));
    }

    private void SaveIfDue()
    {
        if (_options.Checkpoint is not { } checkpoint) return;
        _acceptedSinceSave++;
        if (_acceptedSinceSave >= checkpoint.EverySteps || _time.GetElapsedTime(_savedAt) >= checkpoint.Interval) SaveNow();
    }

    private void SaveNow()
    {
        if (_options.Checkpoint is not { } checkpoint) return;
        _acceptedSinceSave = 0;
        // The whole run is synchronous on a thread of its own; a cancelled run saves, too, and so no token is passed.
        AtomicFile.WriteAsync(checkpoint.Path, (stream, _) =>
        {
            using var packed = new BrotliStream(stream, CompressionLevel.Fastest, leaveOpen: true);
            using var writer = new BinaryWriter(packed);
            Save(writer, checkpoint.InputHash);
            return Task.CompletedTask;
        }, CancellationToken.None).GetAwaiter().GetResult();
        _savedAt = _time.GetTimestamp();
    }

    private void Save(BinaryWriter writer, string hash)
    {
        writer.Write(Magic);
        writer.Write(hash);
        foreach (int value in (int[])[_position.Cycle, _position.Step, _snapshots]) writer.Write(value);
        writer.Write(_position.Inside);
        foreach (double value in (double[])[_position.StartS, _position.StartC, _position.Dt, _voltage, _nextShare]) writer.Write(value);
        _state.Save(writer);
        _log.Save(writer);
    }

    private void Resume()
    {
        _savedAt = _time.GetTimestamp();
        if (_options.Checkpoint is not { Resume: true } checkpoint || !File.Exists(checkpoint.Path)) return;
        try
        {
            using var packed = new BrotliStream(File.OpenRead(checkpoint.Path), CompressionMode.Decompress);
            using var reader = new BinaryReader(packed);
            if (reader.ReadString() != Magic) throw new InputException("the saved state is of another version", checkpoint.Path, "Delete it, or run without resuming");
            if (reader.ReadString() != checkpoint.InputHash)
                throw new InputException("the saved state is of other inputs", checkpoint.Path, "Resume with the morphology, material and options that it was begun with, or delete it");
            int cycle = reader.ReadInt32(), step = reader.ReadInt32();
            _snapshots = reader.ReadInt32();
            bool inside = reader.ReadBoolean();
            _position = new Position(cycle, step, inside, reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
            (_voltage, _nextShare) = (reader.ReadDouble(), reader.ReadDouble());
            _state.Load(reader);
            _log.Load(reader);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or InvalidOperationException or UnauthorizedAccessException)
        {
            throw new InputException("the saved state cannot be read", checkpoint.Path, "Delete it, or run without resuming", e);
        }
    }
}
