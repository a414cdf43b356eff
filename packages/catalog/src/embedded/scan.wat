;; Dot products of one query with many rows, four lanes at a time, in four accumulators so that additions do not wait
;; for each other. Offsets are bytes; `stride` is the length of a row in bytes, a multiple of 64.
(module
  (memory (export "memory") 1)

  (func $dot (param $row i32) (param $query i32) (param $stride i32) (result f32)
    (local $end i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $end (i32.add (local.get $row) (local.get $stride)))
    (loop $next
      (local.set $a (f32x4.add (local.get $a)
        (f32x4.mul (v128.load (local.get $row)) (v128.load (local.get $query)))))
      (local.set $b (f32x4.add (local.get $b)
        (f32x4.mul (v128.load offset=16 (local.get $row)) (v128.load offset=16 (local.get $query)))))
      (local.set $c (f32x4.add (local.get $c)
        (f32x4.mul (v128.load offset=32 (local.get $row)) (v128.load offset=32 (local.get $query)))))
      (local.set $d (f32x4.add (local.get $d)
        (f32x4.mul (v128.load offset=48 (local.get $row)) (v128.load offset=48 (local.get $query)))))
      (local.set $row (i32.add (local.get $row) (i32.const 64)))
      (local.set $query (i32.add (local.get $query) (i32.const 64)))
      (br_if $next (i32.lt_u (local.get $row) (local.get $end))))
    (local.set $a (f32x4.add (f32x4.add (local.get $a) (local.get $b)) (f32x4.add (local.get $c) (local.get $d))))
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $a)) (f32x4.extract_lane 1 (local.get $a)))
      (f32.add (f32x4.extract_lane 2 (local.get $a)) (f32x4.extract_lane 3 (local.get $a)))))

  ;; scores[i] = rows[first + i] · query, for `count` rows that follow each other
  (func (export "scan")
    (param $rows i32) (param $query i32) (param $stride i32) (param $first i32) (param $count i32) (param $scores i32)
    (local $row i32) (local $end i32)
    (if (i32.eqz (local.get $count)) (then (return)))
    (local.set $row (i32.add (local.get $rows) (i32.mul (local.get $first) (local.get $stride))))
    (local.set $end (i32.add (local.get $scores) (i32.shl (local.get $count) (i32.const 2))))
    (loop $next
      (f32.store (local.get $scores) (call $dot (local.get $row) (local.get $query) (local.get $stride)))
      (local.set $row (i32.add (local.get $row) (local.get $stride)))
      (local.set $scores (i32.add (local.get $scores) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $scores) (local.get $end)))))

  ;; scores[i] = rows[slots[i]] · query
  (func (export "gather")
    (param $rows i32) (param $query i32) (param $stride i32) (param $slots i32) (param $count i32) (param $scores i32)
    (local $end i32)
    (if (i32.eqz (local.get $count)) (then (return)))
    (local.set $end (i32.add (local.get $scores) (i32.shl (local.get $count) (i32.const 2))))
    (loop $next
      (f32.store (local.get $scores)
        (call $dot
          (i32.add (local.get $rows) (i32.mul (i32.load (local.get $slots)) (local.get $stride)))
          (local.get $query)
          (local.get $stride)))
      (local.set $slots (i32.add (local.get $slots) (i32.const 4)))
      (local.set $scores (i32.add (local.get $scores) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $scores) (local.get $end))))))
