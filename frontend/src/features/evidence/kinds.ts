/** KINDS are the evidence kinds in the order a person looks for them. */
export const KINDS = ['packing_video', 'packing_photo', 'weight_photo', 'handoff', 'label', 'return_unpack', 'chat', 'page_snapshot', 'courier_letter', 'buyer_image', 'document', 'other'];
